// The quiz works without this file. It saves each answer
// when it is chosen, and says so.

const form = document.querySelector("form[data-save]");
if (form) keepAnswers(form);

// From question to question the keyboard goes on at the question, not at the menu.
if (form && document.referrer.startsWith(location.origin + form.dataset.save.replace(/\/speichern$/, ""))) {
  const question = form.querySelector(".q");
  question.tabIndex = -1;
  question.focus({ preventScroll: true });
}

function keepAnswers(form) {
  const status = form.querySelector("[data-status]");
  const token = form.querySelector("[name=_csrf]")?.value ?? "";
  let version = Number(form.elements.version.value);
  let wanted = false; // something is chosen that is not saved yet
  let busy = false; // one save at a time, so they arrive in order
  let left = false; // the form itself is on its way

  const say = (key) => {
    status.textContent = key.text ?? form.dataset[key];
    status.classList.toggle("late", key !== "saving" && key !== "saved");
  };

  // The list above the question shows what is saved, as it would after a reload.
  const count = (answered) => {
    const here = document.querySelector(".learner-questions [aria-current]");
    const words = document.querySelector("[data-answered]");
    here.classList.toggle("done", answered);
    here.setAttribute("aria-label", answered ? form.dataset.isDone : form.dataset.isOpen);
    words.textContent = words.dataset.answered.replace("#", document.querySelectorAll(".learner-questions .done").length);
  };

  const send = async () => {
    const body = new URLSearchParams();
    body.set("attempt", form.elements.attempt.value);
    body.set("question", form.elements.question.value);
    body.set("version", String(version + 1));
    for (const [name, value] of new FormData(form)) {
      if (name === "chosen" || name === "part" || name === "typed") body.append(name, value);
    }
    const answer = await fetch(form.dataset.save, {
      method: "POST", body, credentials: "same-origin", keepalive: true, headers: { "X-Form-Token": token },
      signal: AbortSignal.timeout(10000),
    });
    if (answer.ok) {
      const stored = await answer.json();
      version = stored.version;
      count(stored.answered);
      return "saved";
    }
    if (answer.status === 401) return "signedOut";
    if (answer.status === 409) {
      const stored = (await answer.json()).version;
      if (!stored) return "closed";
      version = stored; // another window saved later; this click is later still
      return send();
    }
    const refused = await answer.json().catch(() => ({}));
    return refused.error ? { text: refused.error } : "failed";
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    while (wanted && !left) {
      wanted = false;
      const slow = setTimeout(() => say("saving"), 400);
      let outcome = "failed";
      try {
        outcome = await send();
      } catch {
        // no connection: the form's own button still sends everything
      }
      clearTimeout(slow);
      if (!left && !wanted) say(outcome);
    }
    busy = false;
  };

  const changed = () => {
    wanted = true;
    status.textContent = ""; // what it said was about the choice before
    work();
  };
  form.addEventListener("change", changed);
  // Chosen before this file had arrived, on a slow line: that is saved too.
  const moved = (input) => input.tagName === "SELECT"
    ? [...input.options].some((option) => option.selected !== (option.defaultSelected || (option.index === 0 && !input.querySelector("[selected]"))))
    : input.checked !== input.defaultChecked || (input.type === "text" && input.value !== input.defaultValue);
  if ([...form.querySelectorAll("[name=chosen], [name=part], [name=typed]")].some(moved)) changed();
  form.addEventListener("submit", () => { left = true; });
  // Back from the browser's memory the page may be old: ask the server.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
