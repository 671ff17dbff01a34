// The call screen: what is read aloud stands outside of what is fetched anew, and
// changes only when somebody is called (again); a lost connection is said.
export function screen() {
  const of = (e) => e.target?.id === "q-now";
  const lost = (is) => { const note = document.getElementById("q-lost"); if (note) note.hidden = !is; };
  let last = null, at = 0;
  const say = () => {
    const now = document.getElementById("q-now"), said = document.getElementById("q-said");
    if (!now || !said || now.dataset.call === last) return;
    last = now.dataset.call;
    const called = Number(now.dataset.called);
    said.textContent = called > at ? now.dataset.said : ""; // who comes to the front again is not called again
    at = Math.max(at, called);
  };
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, (e) => { if (of(e)) lost(true); });
  document.addEventListener("htmx:afterSwap", () => { if (document.getElementById("q-said")) { lost(false); say(); } });
  say();
}
