// On a shared tablet. Two things: nothing of a person stays in the browser, and
// nobody stays signed in who has gone away.
//
// A page is fetched and put into the one that is open, so that neither its address
// nor its title comes into the history; page.Kiosk says what that can do and what
// it cannot.

const start = "/";
const card = "/karte";
const lifeSigns = 30000; // at most so often, while somebody reads

let here = location.href; // the address of what is shown
let turn = 0;
const kiosk = () => document.getElementById("kiosk");
const signedIn = () => kiosk()?.dataset.in !== undefined;

// ---- pages

const leave = async () => {
  const form = document.querySelector("form.kiosk-out");
  document.body.hidden = true; // at once, whatever the network does
  if (form) {
    await fetch(form.action, { method: "POST", body: fields(new FormData(form)), redirect: "manual", keepalive: true }).catch(() => {});
  }
  document.body.replaceChildren();
  location.replace(card);
};

const fields = (data) => {
  const list = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") list.append(name, value);
  return list;
};

const note = (key) => {
  const line = document.getElementById("kiosk-note");
  line.textContent = line.dataset[key];
  line.hidden = false;
  line.scrollIntoView({ block: "center" });
};

const open = async (url, body) => {
  let answer;
  try {
    answer = await fetch(url, {
      method: body ? "POST" : "GET", body, cache: "no-store", redirect: !signedIn() && body ? "manual" : "follow",
      headers: { Accept: "text/html" },
    });
  } catch {
    return note("offline");
  }
  if (answer.type === "opaqueredirect") return location.replace(start); // signed in
  const path = new URL(answer.url).pathname;
  if (signedIn() && (answer.status === 401 || path === card)) return leave();
  if (!signedIn() && path === start) return location.replace(start);
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) {
    await answer.body?.cancel();
    return note("file");
  }
  show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
};

const show = (page, url) => {
  here = url;
  turn += 1;
  const scripts = [...page.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));
  document.documentElement.lang = page.documentElement.lang;
  document.body.replaceWith(page.body);
  settle();
  // A module runs once for an address: the number makes another one of it.
  for (const src of scripts) if (!/\/(app|kiosk)\.js$/.test(src)) import(`${src}#${turn}`);
  const target = document.querySelector("[data-focus]") ?? at(new URL(url).hash) ?? document.getElementById("main");
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  scrollTo(0, 0);
  target.focus();
  seen();
};

const at = (hash) => (hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null);

// Browsers remember what is typed into forms, to offer it again and to restore a
// window; not where they are told to leave it.
const settle = () => {
  for (const form of document.forms) form.autocomplete = "off";
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  const url = new URL(link.getAttribute("href"), here);
  if (url.origin !== location.origin) return note("outside");
  if (url.hash && url.href.split("#")[0] === here.split("#")[0]) {
    at(url.hash)?.scrollIntoView();
    return at(url.hash)?.focus();
  }
  open(url.href);
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  const form = event.target;
  if (form.classList.contains("kiosk-out")) return leave();
  const data = fields(new FormData(form, event.submitter));
  const url = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? here, here);
  if (form.method === "post") return open(url.href, data);
  url.search = data;
  open(url.href);
});

// ---- silence

let last = Date.now(); // the last touch, key or scroll
let told = Date.now(); // the last that the server has heard of
let asking = false;

const seen = () => {
  last = told = Date.now();
};

const active = () => {
  if (!asking) last = Date.now();
};
for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "scroll"]) addEventListener(kind, active, { capture: true, passive: true });

const stay = () => {
  asking = false;
  last = Date.now();
  kiosk().close();
  sign();
};

const sign = async () => {
  told = Date.now();
  const token = document.querySelector("form.kiosk-out [name=_csrf]")?.value ?? "";
  const answer = await fetch("/karte/wach", { method: "POST", headers: { "X-Form-Token": token }, redirect: "manual" }).catch(() => null);
  if (answer && answer.status !== 204) leave();
};

const ask = () => {
  asking = true;
  const dialog = kiosk();
  dialog.showModal();
  dialog.querySelector("[data-stay]").onclick = stay;
  dialog.querySelector("[data-leave]").onclick = leave;
  dialog.oncancel = stay; // the Escape key is a key
};

const tick = () => {
  const dialog = kiosk();
  if (!dialog) return;
  const after = Number(dialog.dataset.after);
  const silent = Date.now() - last;
  if (!signedIn()) {
    if (silent >= after && document.querySelector("main [name=card][type=hidden]")) location.replace(card); // somebody gave up
    return;
  }
  if (silent >= after + Number(dialog.dataset.ask)) return leave();
  if (silent >= after) {
    if (!asking) ask();
    count(dialog, Math.ceil((after + Number(dialog.dataset.ask) - silent) / 1000));
  } else if (last > told && Date.now() - told >= lifeSigns) sign();
};

// Seen every second, said only now and then.
const count = (dialog, left) => {
  dialog.querySelector("[data-left]").textContent = left;
  const words = dialog.querySelector("[data-said]");
  const step = [10, 30, 60].find((seconds) => left <= seconds);
  const text = step ? words.dataset.said.replace("#", step) : "";
  if (words.textContent !== text) words.textContent = text;
};

setInterval(tick, 250);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(card); // back from the browser's memory
});
settle();
