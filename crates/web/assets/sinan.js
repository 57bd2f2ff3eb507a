// Comforts only: every page works without this file. j/k/Enter in lists, copying an explanation, printing, no second submit.
(() => {
  "use strict";
  const $$ = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

  const rows = () => $$(".caselist tbody th a");
  if (rows().length) {
    $$(".keys").forEach((el) => { el.hidden = false; });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (event.key !== "j" && event.key !== "k") return;
      const links = rows();
      const here = links.indexOf(document.activeElement);
      const next = event.key === "j" ? here + 1 : Math.max(here - 1, 0);
      if (links[next]) { links[next].focus(); event.preventDefault(); }
    });
  }

  $$("[data-copy]").forEach((button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = label; }, 2000);
      } catch { getSelection().selectAllChildren(source); }
    });
  });

  $$("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // The server answers a repeated operation with the first result; this only spares the second click.
  $$("form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  }));
  addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    $$("[aria-busy]", form).forEach((el) => el.removeAttribute("aria-busy"));
  }));
})();
