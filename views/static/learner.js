// The pages of courses and the quiz work without this file. It saves each answer
// when it is chosen, and says so.

for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;

const form = document.querySelector("form[data-save]");
if (form) keepAnswers(form);

function keepAnswers(form) {
  const status = form.querySelector("[data-status]");
  const token = form.querySelector("[name=_csrf]")?.value ?? "";
  let version = Number(form.elements.version.value);
  let wanted = false; // something is chosen that is not saved yet
  let busy = false; // one save at a time, so they arrive in order
  let left = false; // the form itself is on its way

  const say = (key) => {
    status.textContent = form.dataset[key];
    status.classList.toggle("late", key === "failed" || key === "closed");
  };

  const send = async () => {
    const body = new URLSearchParams();
    body.set("attempt", form.elements.attempt.value);
    body.set("question", form.elements.question.value);
    body.set("version", String(version + 1));
    for (const input of form.querySelectorAll("[name=chosen]:checked")) body.append("chosen", input.value);
    const answer = await fetch(form.dataset.save, {
      method: "POST", body, credentials: "same-origin", keepalive: true, headers: { "X-Form-Token": token },
      signal: AbortSignal.timeout(10000),
    });
    if (answer.ok) {
      version = (await answer.json()).version;
      return "saved";
    }
    if (answer.status === 409) {
      const stored = (await answer.json()).version;
      if (!stored) return "closed";
      version = stored; // another window saved later; this click is later still
      return send();
    }
    return "failed";
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

  form.addEventListener("change", () => {
    wanted = true;
    status.textContent = ""; // what it said was about the choice before
    work();
  });
  form.addEventListener("submit", () => { left = true; });
  // Back from the browser's memory the page may be old: ask the server.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
