// Passkeys: asks the browser to make one or to sign by one, and sends its answer by the page's own form. Offers stay hidden without this.
(() => {
  "use strict";
  const able = Boolean(window.PublicKeyCredential && navigator.credentials);
  document.querySelectorAll("[data-passkey-offer]").forEach((offer) => { offer.hidden = !able; });

  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const say = (which) => form.querySelectorAll("[data-say]").forEach((el) => { el.hidden = el.dataset.say !== which; });
  if (!able) { say("unable"); return; }

  // The standard's JSON, by hand: browsers of recent years do it themselves, those in offices often do not yet.
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async () => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (form.dataset.passkey === "create") {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = ids(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = ids(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };

  const again = form.querySelector("button");
  const run = async () => {
    again.hidden = true;
    say("waiting");
    try {
      const made = await ask();
      const response = {};
      for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (made.response[part]) response[part] = text(made.response[part]);
      }
      form.elements.answer.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
      form.submit();
    } catch {
      say("failed");
      again.hidden = false;
    }
  };
  again.addEventListener("click", run);
  run();
})();
