// Figures that compute in the page. page/live.py writes what each needs, such as the weights of a network, into a file
// of its own, which comes when the figure nears the view; then the script of its kind is handed the two.

const nnlibLiveData = new Map(); // by figure: what is done with its data

window.nnlibLive = (name, data) => nnlibLiveData.get(name)(data);

window.nnlibLiveReady = (kind, start) => {
  const coming = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      coming.unobserve(target);
      bring(target);
    }
  }, { rootMargin: "1000px" });

  function bring(element) {
    const { live, src } = element.querySelector("template[data-src]").dataset;
    const script = document.createElement("script");
    nnlibLiveData.set(live, (data) => start(element, data));
    script.src = src;
    script.onerror = () => {
      const status = element.querySelector("[role=status]");
      status.textContent = "What this figure needs could not be loaded. Touch it, and it is asked for again.";
      status.classList.remove("visually-hidden");
      for (const event of ["pointerdown", "keydown"]) {
        element.addEventListener(event, () => bring(element), { once: true });
      }
      script.remove();
    };
    document.head.append(script);
  }

  for (const template of document.querySelectorAll(`template[data-live][data-kind="${kind}"]`)) {
    coming.observe(template.parentElement);
  }
};
