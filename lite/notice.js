// Says in words, above the page, what would otherwise be a white page or a red sign. tools/lite.py puts it into each page
// of JupyterLite; lite/start.js sends what it shows of Python.
{
  const say = (text) => {
    document.querySelector(".nnlib-notice")?.remove();
    if (!text) return;
    const notice = document.createElement("p");
    notice.className = "nnlib-notice";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    notice.style.cssText =
      "position: fixed; inset: 0 0 auto; z-index: 10000; box-sizing: border-box; max-height: 60vh; overflow: auto; " +
      "margin: 0; padding: 0.8em 1em; background: #fff4d6; color: #1a1a1a; border-bottom: 3px solid #956400; " +
      "font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere";
    const close = document.createElement("button");
    close.textContent = "Close";
    close.style.cssText = "float: right; margin-left: 1em; font: inherit; color: inherit";
    close.onclick = () => notice.remove();
    notice.prepend(close);
    document.body.prepend(notice);
  };

  if (location.protocol === "file:") {
    addEventListener("DOMContentLoaded", () =>
      say(
        "This page was opened from the disk, and notebooks run only where a web server shows them. In the folder of the " +
          "course, run “make serve” (without make: python tools/serve.py _build/html 8000) and open the address that " +
          "it prints.",
      ),
    );
  } else {
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
          if (data?.nnlibStart !== undefined) say(data.nnlibStart);
        });
      }
    };
  }
}
