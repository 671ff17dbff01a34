// The call screen: what is read aloud stands outside of what is fetched anew, and
// changes only when somebody is called (again); a lost connection is said.
export function screen() {
  const of = (e) => e.target?.id === "q-now";
  const lost = (is) => { const note = document.getElementById("q-lost"); if (note) note.hidden = !is; };
  let last = null;
  const say = () => {
    const now = document.getElementById("q-now"), said = document.getElementById("q-said");
    if (!now || !said || now.dataset.call === last) return;
    last = now.dataset.call;
    said.textContent = now.dataset.said ?? "";
  };
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, (e) => { if (of(e)) lost(true); });
  document.addEventListener("htmx:afterSwap", () => { if (document.getElementById("q-said")) { lost(false); say(); } });
  say();
}
