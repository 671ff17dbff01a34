// Everything here only eases what the pages do without it.
import htmx from "htmx.org/dist/htmx.esm.js";
import { elder } from "./elder.js";
import { guard } from "./guard.js";
import { keys } from "./keys.js";
import { most } from "./most.js";
import { own } from "./own.js";
import { rows } from "./rows.js";
import { screen } from "./screen.js";
import { typing } from "./typing.js";
import { verify } from "./verify.js";

window.htmx = htmx;

// Pages hold personal data: nothing of them is kept in the browser's store.
Object.assign(htmx.config, {
  allowEval: false, includeIndicatorStyles: false, selfRequestsOnly: true,
  historyCacheSize: 0, refreshOnHistoryMiss: true, allowScriptTags: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "...", swap: false, error: true },
  ],
});

document.addEventListener("htmx:configRequest", (e) => {
  const token = document.querySelector("meta[name=csrf]");
  if (token) e.detail.headers["X-CSRF-Token"] = token.content;
});

// An error page of ours says where it wants to stand (HX-Retarget); whatever
// else fails, such as a proxy in between, must not land inside the page.
document.addEventListener("htmx:beforeSwap", (e) => {
  const { status } = e.detail.xhr;
  if (status < 400 || status === 422) return;
  e.detail.shouldSwap = e.detail.xhr.getResponseHeader("HX-Retarget") !== null;
});

document.addEventListener("click", (e) => {
  if (e.target.closest("[data-print]")) { e.preventDefault(); print(); }
});

function start(root) {
  const summary = root.querySelector(".q-errsum");
  if (summary) summary.focus();
  const facets = root.querySelector("details[data-open-wide]");
  if (facets && matchMedia("(min-width:768px)").matches) facets.open = true;
  guard(root);
  most(root);
  own(root);
  rows(root);
  verify(root);
}

elder();
keys();
typing();
screen();
htmx.onLoad(start);
