// Passkeys: the browser is asked, and its answer goes into the form, which is sent
// as any other. Without this file, or without passkeys in the browser, the forms
// for signing in stay hidden and the other ways in remain.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server sends names bytes by base64url.
const read = (options) => {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.allowCredentials, options.excludeCredentials]) {
    for (const key of list ?? []) key.id = bytes(key.id);
  }
  return options;
};

const write = (key) => {
  const { response } = key;
  const answer = { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(), response: {} };
  if (key.authenticatorAttachment) answer.authenticatorAttachment = key.authenticatorAttachment;
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer.response[name] = text(response[name]);
  }
  if (response.getTransports) answer.response.transports = response.getTransports();
  return JSON.stringify(answer);
};

const work = async (form) => {
  const token = form.querySelector("[name=_csrf]")?.value;
  const begun = await fetch(form.dataset.begin, { method: "POST", credentials: "same-origin", headers: token ? { "X-Form-Token": token } : {} });
  if (!begun.ok) throw new Error(String(begun.status));
  const asked = await begun.json();
  const publicKey = read(asked.options);
  const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.challenge.value = asked.token;
  form.elements.answer.value = write(key);
  form.submit();
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const say = form.querySelector("[data-say]");
  if (!window.PublicKeyCredential) {
    if (say.dataset.missing) say.textContent = say.dataset.missing;
    continue;
  }
  form.hidden = false;
  let busy = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is sent once the browser has answered
    if (busy) return;
    busy = true;
    say.textContent = "";
    work(form).catch(() => {
      busy = false;
      say.textContent = say.dataset.failed;
    });
  });
}
