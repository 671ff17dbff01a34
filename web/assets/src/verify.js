// Checking a file against the register: the digest is made in the browser,
// only the digest is asked for; the file never leaves the machine.
export function verify(root) {
  for (const box of root.querySelectorAll("[data-verify]")) {
    const input = box.querySelector("input[type=file]");
    if (!input || box.dataset.watched || !window.crypto?.subtle) continue;
    box.dataset.watched = "1";
    box.hidden = false;
    input.addEventListener("change", () => check(box, input.files[0]));
    box.addEventListener("dragover", (e) => { e.preventDefault(); box.classList.add("is-over"); });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (e) => {
      e.preventDefault();
      box.classList.remove("is-over");
      check(box, e.dataTransfer.files[0]);
    });
  }
}

async function check(box, file) {
  if (!file) return;
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  const hex = [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
  const target = box.querySelector("[data-result]");
  window.htmx.ajax("GET", `${box.dataset.verify}?sha256=${hex}`, { target, swap: "innerHTML" });
}
