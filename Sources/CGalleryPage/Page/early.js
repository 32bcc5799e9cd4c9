// Requests the data of the first view while the code of the page is loading; api.js uses it.
{
  const isSorted = () => {
    try { return localStorage.getItem("castbook.sort") !== null; } catch { return false; }
  };
  const isPlain = /^(#\/?)?$/.test(location.hash) && !isSorted();
  const list = ["/api/pages?stacked=1&limit=100", "/api/elements?stacked=1&limit=100"];
  window.castbookEarly = new Map(["/api/library", ...isPlain ? list : []].map((path) => {
    const answer = fetch(path, { credentials: "same-origin", cache: "no-cache" });
    // Failures are handled where the response is used.
    answer.catch(() => {});
    return [path, answer];
  }));
}
