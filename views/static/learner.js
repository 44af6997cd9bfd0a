// The quiz works without this file. With it, each answer is saved when it is
// given; while the network is cut answers wait on this device, and one goes on from
// question to question all the same.
//
// What waits lies in the browser under person and session (the page's owner),
// attempt and question. It is sent by its own session alone; another person's page,
// another session and signing out remove it. The server counts what it receives
// when it receives it, each save once, by its version.

const marker = document.querySelector("[data-waits]");
const form = document.querySelector("form[data-save]");
const prefix = "zaemme-answer|";

// ---- what waits

const shared = document.getElementById("kiosk") !== null; // a shared tablet keeps nothing of a person
const memory = new Map(); // where the browser keeps nothing
const store = {
  keys() {
    try {
      return [...memory.keys(), ...Object.keys(localStorage).filter((key) => key.startsWith(prefix) && !memory.has(key))];
    } catch { return [...memory.keys()]; }
  },
  get(key) {
    try { return memory.get(key) ?? JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, entry) {
    if (shared) return memory.set(key, entry);
    try { localStorage.setItem(key, JSON.stringify(entry)); memory.delete(key); } catch { memory.set(key, entry); }
  },
  remove(key) {
    memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* it keeps nothing */ }
  },
};
const owner = marker?.dataset.owner ?? "";
const mine = () => store.keys().filter((key) => key.startsWith(`${prefix}${owner}|`));
const keyOf = (attempt, question) => `${prefix}${owner}|${attempt}|${question}`;

let cut = false; // the last thing that was sent did not arrive
let waited = false; // something has waited since the last change
const notes = [];
const tell = (key, no) => {
  const text = marker.dataset[key].replace("#", no);
  if (!notes.includes(text)) notes.push(text);
  show();
};
const show = () => {
  const n = mine().filter((key) => cut || store.get(key)?.tries).length;
  const lines = [...notes];
  if (n > 0) lines.unshift(n === 1 ? marker.dataset.one : marker.dataset.more.replace("#", n));
  if (n === 0 && waited && notes.length === 0) lines.push(marker.dataset.back);
  if (marker.textContent !== lines.join(" ")) marker.textContent = lines.join(" ");
};

// Somebody else's go away unseen; one's own from before a new sign-in are named.
if (marker) {
  const person = owner.split(".")[0];
  for (const key of store.keys()) {
    const whose = key.split("|")[1];
    if (whose === owner) continue;
    const entry = store.get(key);
    store.remove(key);
    if (whose.split(".")[0] === person && entry) tell("dropped", entry.no);
  }
  show();
}

// ---- sending

const sent = async (entry) => {
  const body = new URLSearchParams(entry.body);
  body.set("owner", owner);
  body.set("version", String(entry.version));
  const answer = await fetch(entry.url, {
    method: "POST", body, credentials: "same-origin", keepalive: true, headers: { "X-Form-Token": marker.dataset.token },
    signal: AbortSignal.timeout(10000),
  });
  if (answer.ok) return { state: "saved", ...await answer.json() };
  if (answer.status === 401) return { state: "signedOut" };
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 409) return said.version ? { state: "stale", ...said } : { state: "closed" };
  if (answer.status >= 500 || answer.status === 429) return { state: "offline" };
  return { state: "refused", text: said.error };
};

let arrived = 0; // when something last did
const probe = async () => {
  cut = await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(3000) }).then(() => false, () => true);
};

let running = null;
let again = false;
const told = new Map(); // question → what the page does with an outcome

// flush sends all that waits, one after the other, oldest first.
const flush = () => {
  again = true;
  running ??= (async () => {
    while (again) {
      again = false;
      const keys = mine().sort((a, b) => (store.get(a)?.at ?? 0) - (store.get(b)?.at ?? 0));
      for (const key of keys) {
        const entry = store.get(key);
        if (!entry) continue;
        if (!entry.sent.includes(entry.said)) {
          entry.sent.push(entry.said);
          store.set(key, entry);
        }
        let outcome;
        try {
          outcome = await sent(entry);
        } catch {
          outcome = { state: "offline" };
        }
        cut = outcome.state === "offline";
        if (!cut) arrived = Date.now();
        if (cut || outcome.state === "signedOut") { // so all that waits goes on waiting
          waited = true;
          for (const waiting of mine()) settle(waiting, store.get(waiting), outcome);
          return;
        }
        settle(key, entry, outcome);
      }
    }
  })().finally(() => { running = null; });
  return running;
};

// An answer is saved under one version above the one it was made on. What the
// server holds under that version may be our own, of which we were not told; or it
// is another window's: then a click of just now is later, and what has waited is not.
const settle = (key, entry, outcome) => {
  const now = store.get(key);
  const newer = Boolean(now) && now.edit !== entry.edit; // changed while it was on its way
  const later = outcome.state === "stale" && (entry.tries === 0 || entry.sent.includes(outcome.answer));
  if (outcome.state === "offline" || outcome.state === "signedOut") {
    if (now) store.set(key, { ...now, tries: now.tries + 1 });
  } else if (now && (newer || later) && outcome.version !== undefined) {
    store.set(key, { ...now, version: outcome.version + 1, sent: [] });
    again = true;
  } else {
    store.remove(key);
  }
  const page = told.get(key);
  if (page) page(outcome, entry, newer || later);
  else if (outcome.state === "stale" && !later) tell("other", entry.no);
  if (outcome.state === "closed" && entry.tries > 0) tell("closed");
  show();
};

if (marker) {
  addEventListener("online", () => flush());
  setInterval(() => { if (mine().length > 0) flush(); }, 15000);
  if (mine().length > 0) flush();
}

// ---- the page of a question

if (form) quiz(form);

function quiz(form) {
  const links = document.querySelector(".learner-questions");
  const attempt = form.elements.attempt.value;
  const blocks = new Map(); // all questions of the attempt, by number; the others come in templates
  let block = form.querySelector("[data-question]");
  let moving = false;

  const say = (block, key) => {
    const status = block.querySelector("[data-status]");
    if (key === "offline" && block.dataset.ended) key = "last";
    status.textContent = form.dataset[key] ?? key;
    status.classList.toggle("late", key !== "saving" && key !== "saved");
  };

  // The list above the question shows what is saved, as it would after a reload.
  const count = (block, answered) => {
    const link = links.querySelectorAll("li a")[Number(block.dataset.question) - 1];
    const words = links.querySelector("[data-answered]");
    link.classList.toggle("done", answered);
    link.setAttribute("aria-label", answered ? block.dataset.isDone : block.dataset.isOpen);
    words.textContent = words.dataset.answered.replace("#", links.querySelectorAll(".done").length);
  };

  const answerOf = (block) => {
    const body = new URLSearchParams();
    body.set("attempt", attempt);
    for (const field of block.querySelectorAll("[name=question], [name=chosen]:checked, [name=part], [name=typed]")) body.append(field.name, field.value);
    return body;
  };

  // said is the answer of the question shown, as the server writes it.
  const said = (block) => {
    const values = (selector) => [...block.querySelectorAll(selector)].map((field) => field.value);
    const parts = values("[name=part]");
    if (parts.length > 0) return parts.some((part) => part !== "") ? parts.map((part) => part || "-1").join() : "";
    return [...values("[name=chosen]:checked").map(Number).sort((a, b) => a - b), ...values("[name=typed]").map((text) => text.trim().replace(/\s+/g, " "))].join();
  };

  // keep puts the answer of the question shown among what waits.
  const keep = (block) => {
    const key = keyOf(attempt, block.querySelector("[name=question]").value);
    const before = store.get(key);
    block.dataset.body = answerOf(block);
    waited = mine().some((other) => store.get(other)?.tries > 0);
    store.set(key, {
      url: form.dataset.save, no: block.dataset.question, body: block.dataset.body, said: said(block), at: Date.now(), tries: before?.tries ?? 0,
      version: before?.version ?? Number(block.dataset.version) + 1, sent: before?.sent ?? [], edit: (before?.edit ?? 0) + 1,
    });
  };

  const ready = (block) => {
    const key = keyOf(attempt, block.querySelector("[name=question]").value);
    told.set(key, (outcome, entry, comes) => {
      if (outcome.version !== undefined) block.dataset.version = outcome.version;
      if (outcome.state === "saved") count(block, outcome.answered);
      if (outcome.state === "stale" && !comes && !form.contains(block)) tell("other", entry.no);
      if (comes && outcome.state !== "offline" && outcome.state !== "signedOut") return; // more is on its way
      say(block, outcome.text ?? (outcome.state === "refused" ? "failed" : outcome.state));
    });
    const waiting = store.get(key);
    if (waiting) fill(block, new URLSearchParams(waiting.body)); // answered before the page was loaded anew
    const early = !waiting && moved(block); // answered before this file had arrived, on a slow line
    block.dataset.body = early ? "" : answerOf(block);
    if (early) changed(block);
  };

  const fill = (block, body) => {
    for (const input of block.querySelectorAll("[name=chosen]")) input.checked = body.getAll("chosen").includes(input.value);
    block.querySelectorAll("[name=part]").forEach((select, i) => { select.value = body.getAll("part")[i] ?? ""; });
    for (const input of block.querySelectorAll("[name=typed]")) input.value = body.get("typed") ?? "";
  };
  const moved = (block) => [...block.querySelectorAll("[name=chosen], [name=part], [name=typed]")].some((field) => {
    if (field.tagName !== "SELECT") return field.type === "text" ? field.value !== field.defaultValue : field.checked !== field.defaultChecked;
    return field.value !== (field.querySelector("[selected]")?.value ?? "");
  });

  const changed = async (block) => {
    if (String(answerOf(block)) === block.dataset.body) return;
    delete block.dataset.ended;
    block.querySelector("[data-status]").textContent = ""; // what it said was about the choice before
    keep(block);
    const slow = setTimeout(() => say(block, "saving"), 400);
    await flush();
    clearTimeout(slow);
  };
  form.addEventListener("change", (event) => changed(event.target.closest("[data-question]")));
  let pause;
  form.addEventListener("input", (event) => { // typed text is saved in a pause, not only when one leaves it
    if (event.target.name !== "typed") return;
    clearTimeout(pause);
    const typing = event.target.closest("[data-question]");
    pause = setTimeout(() => { if (String(answerOf(typing)) !== typing.dataset.body) changed(typing); }, 1000);
  });

  // go shows another question of this attempt without the network.
  const go = (no) => {
    const target = blocks.get(no);
    if (!target || target === block) return target === block;
    block.replaceWith(target);
    block = target;
    form.setAttribute("action", block.dataset.url);
    links.querySelector("[aria-current]")?.removeAttribute("aria-current");
    links.querySelectorAll("li a")[no - 1].setAttribute("aria-current", "page");
    document.querySelector("main h1").textContent = block.dataset.title;
    if (!shared) {
      document.title = document.title.replace(/^[^·–|]*/, `${block.dataset.title} `);
      history.replaceState(null, "", block.dataset.url);
    }
    focus(block);
    block.scrollIntoView({ block: "nearest" });
    return true;
  };
  const focus = (block) => {
    const question = block.querySelector(".q");
    question.tabIndex = -1;
    question.focus({ preventScroll: true });
  };

  // The button sends the form as it would without script once the answer has
  // arrived; while the network is cut it leads on here.
  let sent = false;
  form.addEventListener("submit", async (event) => {
    if (sent) return; // by itself, or as the shared tablet sends it
    event.preventDefault();
    event.stopPropagation();
    if (moving) return;
    moving = true;
    const button = event.submitter?.value ?? "next";
    const key = keyOf(attempt, block.querySelector("[name=question]").value);
    if (String(answerOf(block)) !== block.dataset.body) keep(block);
    else if (store.get(key) === null && Date.now() - arrived > 10000) await probe(); // nothing to send tells of the network
    const done = store.get(key) === null || navigator.onLine
      && await Promise.race([flush().then(() => true), new Promise((late) => setTimeout(() => late(false), 5000))]);
    if (done && !cut && navigator.onLine) {
      sent = true;
      const submitter = event.submitter;
      setTimeout(() => form.requestSubmit(submitter)); // not while the first event is on its way
      return;
    }
    moving = false;
    const no = Number(block.dataset.question) + (button === "back" ? -1 : 1);
    if (go(String(no))) return;
    block.dataset.ended = "1"; // after the last question there is nothing to go on to without network
    say(block, "last");
  });
  links.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || navigator.onLine && !cut) return;
    event.preventDefault();
    if (link.closest("li")) go(link.textContent.trim());
    else say(block, "last");
  });

  for (const one of [block, ...[...document.querySelectorAll("template[data-question]")].map((template) => template.content.firstElementChild)]) {
    blocks.set(one.dataset.question, one);
    ready(one);
  }
  // From question to question the keyboard goes on at the question, not at the menu.
  if (document.referrer.startsWith(location.origin + form.dataset.save.replace(/\/speichern$/, ""))) focus(block);
  // Back from the browser's memory the page may be old: ask the server.
  addEventListener("pageshow", (event) => { if (event.persisted && navigator.onLine) location.reload(); });
}
