// Files that are too large for the server are left out before they are sent, and
// the page says which.
export function most(root) {
  for (const input of root.querySelectorAll("input[type=file][data-most]")) {
    if (input.dataset.watched) continue;
    input.dataset.watched = "1";
    input.addEventListener("change", () => leaveOut(input));
  }
}

function leaveOut(input) {
  const fit = new DataTransfer(), large = [];
  for (const f of input.files) f.size > input.dataset.most ? large.push(f.name) : fit.items.add(f);
  input.parentElement.querySelector("[data-large]")?.remove();
  if (!large.length) return;
  input.files = fit.files;
  const said = document.createElement("div");
  said.dataset.large = said.dataset.testid = "too-large";
  said.setAttribute("role", "alert");
  for (const name of large) {
    said.append(Object.assign(document.createElement("p"), { className: "q-bad", textContent: input.dataset.tooLarge.replace("{file}", () => name) }));
  }
  input.before(said);
}
