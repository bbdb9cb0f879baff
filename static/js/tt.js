// Loaded first, in <head>, without defer or async. Holds the one Trusted Types policy that the
// page's Content-Security-Policy allows: HTML passes unchanged, because htmx and idiomorph parse
// fragments of our own server; addresses of scripts and workers only from our own /static/; script
// text never (there is no createScript). Marks <html class="js">, which shows what needs scripts.
{
  const own = (address) => {
    const url = new URL(address, location.href);
    return url.origin === location.origin && url.pathname.startsWith("/static/") ? url.href : null;
  };
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy("default", { createHTML: (text) => text, createScriptURL: own });
  }
  document.documentElement.classList.add("js");
}
