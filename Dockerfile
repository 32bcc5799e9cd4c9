# Castbook in a container, without the tools that build it. From the root of the repository:
#   docker build --tag castbook --build-arg SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" .
#   docker run --rm --volume "$PWD:/files:ro" castbook check /files
#   docker run --rm --volume cast:/library castbook init --starter
#   docker run --rm --volume cast:/library castbook list
# The page of castbook serve is only open inside the container: install Castbook to use it.
# The image has the libraries of Debian 12, as the package castbook has on that system.

FROM swift:6.3-bookworm AS build
WORKDIR /castbook
COPY . .
ARG SOURCE_DATE_EPOCH=0
RUN SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" Scripts/package deb

FROM debian:12-slim
COPY --from=build /castbook/dist/castbook_*.deb /tmp/
RUN apt-get update \
  && apt-get install --yes --no-install-recommends /tmp/castbook_*.deb ca-certificates libcurl4 \
  && rm -rf /tmp/*.deb /var/lib/apt/lists/* \
  && useradd --create-home --uid 1000 castbook \
  && install --directory --owner=castbook --group=castbook /library
USER castbook
ENV CASTBOOK_LIBRARY=/library/castbook
VOLUME /library
WORKDIR /files
ENTRYPOINT ["castbook"]
CMD ["--help"]
