/** The style of the reference page; its hash is in the page's policy. */
export const referenceStyle = `
:root { color-scheme: light dark; --text: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#59636e, #9aa4af);
  --page: light-dark(#fff, #15181c); --panel: light-dark(#f5f6f8, #1d2126); --line: light-dark(#d5dae0, #343b43);
  --link: light-dark(#0b57b5, #7db4f5); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.75rem; margin: 0 0 .5rem; } h2 { font-size: 1.3rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1rem 0 .35rem; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
small, .soft { color: var(--soft); }
nav ul { columns: 16rem; padding: 0; list-style: none; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; background: var(--panel); }
summary { cursor: pointer; padding: .6rem .8rem; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
summary b { min-width: 4rem; } details > div { padding: 0 .8rem .8rem; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 500; } tbody th { font-weight: 400; white-space: nowrap; }
.or { margin: .5rem 0; color: var(--soft); }
`;
