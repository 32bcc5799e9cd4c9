#define _GNU_SOURCE
#include "passing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef MSG_CMSG_CLOEXEC
#define MSG_CMSG_CLOEXEC 0
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// The ancillary data of a message: one descriptor.
typedef union {
  struct cmsghdr head;
  char bytes[CMSG_SPACE(sizeof(int))];
} along_t;

// Keeps the first descriptor attached to a message, and closes any others.
static void keep_one(struct msghdr *message, int *descriptor) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
      int came;
      memcpy(&came, CMSG_DATA(part) + i * sizeof came, sizeof came);
      if (*descriptor < 0) {
        *descriptor = came;
      } else {
        close(came);
      }
    }
  }
}

bool castbook_receive_with_descriptor(int socket, void *into, size_t count, int *descriptor) {
  *descriptor = -1;
  char *next = into;
  while (count > 0) {
    along_t along;
    struct iovec piece = {.iov_base = next, .iov_len = count};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &along, .msg_controllen = sizeof along};
    const ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    keep_one(&message, descriptor);
    next += got;
    count -= (size_t)got;
  }
  return true;
}

bool castbook_decoder_send(int socket, const castbook_decoder_request_t *request, int descriptor) {
  along_t along = {.bytes = {0}};
  castbook_decoder_request_t copy = *request;
  struct iovec piece = {.iov_base = &copy, .iov_len = sizeof copy};
  struct msghdr message = {
      .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &along, .msg_controllen = sizeof along};
  struct cmsghdr *part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = SOL_SOCKET;
  part->cmsg_type = SCM_RIGHTS;
  part->cmsg_len = CMSG_LEN(sizeof descriptor);
  memcpy(CMSG_DATA(part), &descriptor, sizeof descriptor);
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  // A request is far smaller than the socket's buffer, so it is never sent in part.
  return sent == (ssize_t)sizeof copy;
}
