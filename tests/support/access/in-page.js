// Runs in a page that is looked at, outside its policy of scripts: what only the page itself can tell. An expression, whose value is its functions.
(() => {
  const styleOf = (element, pseudo) => getComputedStyle(element, pseudo);
  const clipped = (element) => {
    for (let one = element; one !== null; one = one.parentElement)
      if (styleOf(one).clipPath === 'inset(50%)') return true;
    return false;
  };
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !clipped(element);
  const nameOf = (element) => {
    const classes = [...element.classList].map((one) => `.${one}`).join('');
    const words = (element.innerText || element.value || element.getAttribute('aria-label') || '')
      .trim()
      .replace(/\s+/g, ' ');
    return `${element.localName}${classes} “${words.slice(0, 60)}”`;
  };
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  /** The innermost alone: what they stand in is as wide because of them. */
  const innermost = (elements) =>
    elements.filter((one) => !elements.some((other) => other !== one && one.contains(other)));

  const hasWords = (element) =>
    [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim() !== '');
  const scrolls = (element) => element.closest('.gp-scroll') !== null;
  const isInline = (element) => ['inline', 'contents'].includes(styleOf(element).display);
  /** Whether words stand beside the block that they are in, or where something hides them. */
  function runsOut(element, regionsScroll) {
    let block = element;
    while (isInline(block)) block = block.parentElement;
    const box = block.getBoundingClientRect();
    // Spaces that are kept hang over the end of a line.
    const hanging = styleOf(element).whiteSpaceCollapse === 'preserve' ? 24 : 1;
    const hiders = [];
    for (let one = element; one !== document.body; one = one.parentElement)
      if (styleOf(one).overflowX !== 'visible' && !(regionsScroll && scrolls(one)))
        hiders.push(one.getBoundingClientRect());
    const words = document.createRange();
    return [...element.childNodes].some((node) => {
      if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '') return false;
      words.selectNodeContents(node);
      return [...words.getClientRects()].some(
        ({ left, right, top, bottom }) =>
          right > box.right + hanging ||
          left < box.left - 1 ||
          hiders.some((one) => right > one.right + hanging || bottom > one.bottom + 1 || top < one.top - 1),
      );
    });
  }

  /** What somebody would have to scroll sideways for, and what is cut off or runs over its neighbour. A region that scrolls by itself is one for a table. */
  function cutOff({ regionsScroll }) {
    const wide = document.documentElement.clientWidth;
    const seen = all('body, body *').filter((one) => isSeen(one) && !one.closest('svg, select, textarea'));
    const beside = innermost(
      seen.filter((one) => {
        const { left, right } = one.getBoundingClientRect();
        return (
          (right > wide + 1 || left < -1) &&
          !(regionsScroll && scrolls(one)) &&
          one.closest('.govuk-skip-link') === null
        );
      }),
    ).map((one) => `beside the window: ${nameOf(one)}`);
    const within = innermost(seen.filter((one) => hasWords(one) && runsOut(one, regionsScroll))).map(
      (one) => `runs out of its box: ${nameOf(one)}`,
    );
    const scrolled =
      document.documentElement.scrollWidth > wide
        ? [`scrolls sideways: ${document.documentElement.scrollWidth} px of ${wide}`]
        : [];
    return [...scrolled, ...beside, ...within];
  }

  // The same one each time that the page is asked.
  const added = (globalThis.gpLaid ??= new CSSStyleSheet());
  /** Lays a reader's own style over the page; an empty one takes it off again. */
  function lay(css) {
    added.replaceSync(css);
    if (!document.adoptedStyleSheets.includes(added))
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, added];
    return [];
  }

  const luminance = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    const linear = [red, green, blue].map((one) => {
      const part = (one * alpha + 255 * (1 - alpha)) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };

  /** On paper nothing can be pressed, and no background is printed. */
  function onPaper() {
    const pressed = innermost(
      all('button, input, select, textarea, nav, .govuk-button, .govuk-skip-link, .govuk-back-link').filter(isSeen),
    );
    const pale = all('body *').filter(
      (one) => isSeen(one) && hasWords(one) && 1.05 / (luminance(styleOf(one).color) + 0.05) < 4.5,
    );
    return [
      ...pressed.map((one) => `printed though it is to press: ${nameOf(one)}`),
      ...pale.map((one) => `pale on paper: ${nameOf(one)}`),
    ];
  }

  const canTab = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable]';
  /** Where Tab should stop, in the order of the page: of a group of radios once. */
  function stops() {
    const groups = new Set();
    return all(canTab).filter((one) => {
      if (one.tabIndex < 0 || one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
      if (one.type !== 'radio') return true;
      const group = all(`input[type=radio][name="${CSS.escape(one.name)}"]`, one.form ?? document);
      if (groups.has(group[0])) return false;
      if ((group.find(({ checked }) => checked) ?? group[0]) !== one) return false;
      groups.add(group[0]);
      return true;
    });
  }

  const drawn = (element) => {
    const parts = [[element], [element, '::before'], [element, '::after']];
    for (const label of element.labels ?? []) parts.push([label, '::before'], [label, '::after']);
    return parts
      .map(([one, pseudo]) => {
        const style = styleOf(one, pseudo);
        const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth].join();
      })
      .join('|');
  };

  /** Begins to write down where Tab stops, from the top of the page. @returns how many stops there should be */
  function beginTabbing() {
    const expected = stops();
    const before = new Map(expected.map((one) => [one, drawn(one)]));
    const stopped = [];
    const faults = [];
    const look = () => {
      const at = document.activeElement;
      if (at === null || at === document.body) return;
      stopped.push(at);
      if (before.has(at) && before.get(at) === drawn(at)) faults.push(`focus is not to be seen: ${nameOf(at)}`);
      // The middle of as much of it as is in the window.
      const { left, right, top, bottom } = at.getClientRects()[0];
      const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
      const over = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
      if (
        over === null ||
        !(at.contains(over) || over.contains(at) || [...(at.labels ?? [])].some((one) => one.contains(over)))
      )
        faults.push(`focus is hidden: ${nameOf(at)}${over === null ? '' : ` by ${nameOf(over)}`}`);
    };
    addEventListener('keydown', (event) => event.key === 'Tab' && look(), { capture: true });
    globalThis.gpTabbed = () => {
      look();
      const reached = new Set(stopped);
      // A region that scrolls may be stopped at, so that it can be scrolled.
      const order = stopped.filter((one) => before.has(one));
      const missed = expected.filter((one) => !reached.has(one)).map((one) => `Tab does not reach ${nameOf(one)}`);
      const early = order.find(
        (one, at) => at > 0 && expected.indexOf(one) < expected.indexOf(order[at - 1]) && order.indexOf(one) === at,
      );
      const ordered = early === undefined ? [] : [`Tab comes late to ${nameOf(early)}`];
      const moved = all('body *')
        .filter(
          (one) => one.tabIndex > 0 || styleOf(one).order !== '0' || styleOf(one).flexDirection.endsWith('reverse'),
        )
        .map((one) => `stands elsewhere than it is read: ${nameOf(one)}`);
      return [...new Set([...faults, ...missed, ...ordered, ...moved])];
    };
    fromTheTop();
    return expected.length;
  }
  /** Waits until the page has been laid out anew, and its scripts have heard of it. */
  const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done([]))));

  const tabbed = () => globalThis.gpTabbed();

  function fromTheTop() {
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.removeAttribute('tabindex');
    document.body.blur();
    scrollTo(0, 0);
    return [];
  }

  /** Whether the link past the head is what Tab comes to first, and can be seen then. */
  function skips() {
    const at = document.activeElement;
    if (at?.classList.contains('govuk-skip-link') !== true) return [`Tab comes first to ${nameOf(at)}`];
    return at.getBoundingClientRect().height > 20 ? [] : ['the link past the head is not to be seen'];
  }
  /** Whether it led past the head. */
  function skipped() {
    const at = document.activeElement;
    const main = document.querySelector('#main-content');
    const follows = (one) =>
      main.contains(one) || (main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
    // Where nothing can be pressed in what is past it, Tab comes to the top again.
    const isPast = at === document.body || follows(at) || !stops().some(follows);
    return isPast ? [] : [`the link past the head leads to ${nameOf(at)}`];
  }

  /** All that can be pressed or filled in, to compare what is there with scripts and without. */
  const controls = () =>
    all(canTab)
      // The menu is open without scripts.
      .filter((one) => one.tabIndex >= 0 && isSeen(one) && !one.matches('.govuk-service-navigation__toggle'))
      .map((one) =>
        [
          one.localName,
          one.name ?? '',
          one.getAttribute('href') ?? '',
          one.value ?? '',
          (one.innerText ?? '').trim(),
        ].join(' '),
      );

  /** Forms that nobody could send without scripts. */
  function forms() {
    const faults = [];
    for (const form of document.forms) {
      if (![...form.elements].some(isSeen)) continue;
      const send = [...form.elements].filter((one) => one.type === 'submit' && one.localName === 'button');
      const types = [...form.elements].some(
        (one) => one.localName === 'input' && isSeen(one) && !['checkbox', 'radio', 'file'].includes(one.type),
      );
      if (types && /^(add|remove|away|settle|upload)/.test(send[0]?.value ?? ''))
        faults.push(`Enter presses ${nameOf(send[0])}`);
      if (send.length === 0) faults.push(`a form without a button: ${nameOf(form)}`);
      if (new URL(form.action).origin !== location.origin) faults.push(`a form that goes elsewhere: ${nameOf(form)}`);
    }
    return faults;
  }

  /** Empties every box of a form of that name, and sends it. @returns whether there was one with a box */
  function sendEmpty(name) {
    const form = [...document.forms].find((one) => one.elements._form?.value === name);
    if (form === undefined) return false;
    for (const one of form.elements) {
      if (one.type === 'hidden') continue;
      if (one.type === 'radio' || one.type === 'checkbox') one.checked = false;
      else if (one.localName === 'select') one.selectedIndex = 0;
      else if (one.localName === 'input' || one.localName === 'textarea') one.value = '';
    }
    form.requestSubmit([...form.elements].find((one) => one.type === 'submit'));
    return true;
  }
  /** The names of forms with something to fill in. */
  const fillable = () =>
    [...document.forms]
      .filter(
        (one) =>
          one.method === 'post' &&
          [...one.elements].some(
            (box) => box.type !== 'hidden' && box.localName !== 'button' && box.localName !== 'fieldset',
          ),
      )
      .map((one) => one.elements._form?.value)
      .filter((one) => one !== undefined);

  /** Whether what is wrong is said first, where somebody is led to it, and leads to each box. */
  function refused() {
    const summary = document.querySelector('.govuk-error-summary');
    if (summary === null)
      return document.querySelector('.govuk-error-message') === null ? [] : ['no summary of what is wrong'];
    const links = all('a', summary);
    return [
      ...(document.activeElement === summary ? [] : ['the summary of what is wrong does not take the focus']),
      ...links
        .filter((one) => {
          const to = document.getElementById(decodeURIComponent(one.hash.slice(1)));
          return (
            to === null ||
            (!to.matches('input, select, textarea, button, fieldset') &&
              to.querySelector('input, select, textarea') === null)
          );
        })
        .map((one) => `what is wrong leads nowhere: ${nameOf(one)}`),
      ...(document.querySelector('title').textContent.includes(':')
        ? []
        : ['the title does not say that something is wrong']),
    ];
  }

  return {
    cutOff,
    lay,
    onPaper,
    settled,
    beginTabbing,
    tabbed,
    fromTheTop,
    skips,
    skipped,
    controls,
    forms,
    fillable,
    sendEmpty,
    refused,
  };
})();
