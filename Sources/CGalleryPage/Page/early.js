// Asks for what the first view shows while the code of the page is still on its way; api.js takes the answers.
{
  const isSorted = () => {
    try { return localStorage.getItem("castbook.sort") !== null; } catch { return false; }
  };
  const isPlain = /^(#\/?)?$/.test(location.hash) && !isSorted();
  const list = ["/api/pages?stacked=1&limit=100", "/api/elements?stacked=1&limit=100"];
  window.castbookEarly = new Map(["/api/library", ...isPlain ? list : []].map((path) => {
    const answer = fetch(path, { credentials: "same-origin", cache: "no-cache" });
    // A failure is handled where the answer is taken.
    answer.catch(() => {});
    return [path, answer];
  }));
}
