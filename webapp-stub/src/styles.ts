// One sheet for all screens, in the colours of whatever theme the page has.
import {useEffect} from './host/react';

const sheet = `
.cw { --cw-text: var(--center-channel-color, #3f4350); --cw-back: var(--center-channel-bg, #fff);
  --cw-line: rgba(var(--center-channel-color-rgb, 63, 67, 80), 0.24); --cw-soft: rgba(var(--center-channel-color-rgb, 63, 67, 80), 0.06);
  --cw-main: var(--button-bg, #1c58d9); --cw-main-text: var(--button-color, #fff); --cw-bad: var(--error-text, #d24b4e);
  color: var(--cw-text); max-width: 1000px; }
.cw-side { padding: 16px; overflow-y: auto; height: 100%; }
.cw ul { list-style: none; margin: 0; padding: 0; }
.cw p { margin: 0 0 12px; }
.cw-card > p { margin: 8px 0 0; }
.cw-bar { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.cw-button { border: 1px solid var(--cw-line); border-radius: 4px; padding: 6px 12px; background: var(--cw-back); color: var(--cw-text);
  font-weight: 600; font-size: 13px; line-height: 18px; cursor: pointer; margin-right: 8px; }
.cw-bar .cw-button { margin-right: 0; }
.cw-button:hover:not(:disabled) { background: var(--cw-soft); }
.cw-button:disabled { opacity: 0.56; cursor: default; }
.cw-button:focus-visible, .cw-input:focus-visible, .cw-scroll:focus-visible, .cw-check input:focus-visible {
  outline: 2px solid var(--cw-main); outline-offset: 2px; }
.cw-primary, .cw-primary:hover:not(:disabled) { background: var(--cw-main); border-color: var(--cw-main); color: var(--cw-main-text); }
.cw-danger { border-color: var(--cw-bad); }
.cw-card { border: 1px solid var(--cw-line); border-radius: 8px; padding: 16px; margin: 8px 0; background: var(--cw-back); }
.cw-head { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.cw-head strong { font-size: 16px; }
.cw-head code { background: var(--cw-soft); color: inherit; padding: 1px 6px; border-radius: 4px; }
.cw-address { margin-left: auto; opacity: 0.8; overflow-wrap: anywhere; }
.cw-badge { border-radius: 4px; padding: 1px 8px; font-size: 12px; font-weight: 600; line-height: 18px; border: 1px solid transparent;
  background: var(--cw-soft); color: var(--cw-text); white-space: nowrap; }
.cw-badge.cw-good { border-color: #3db887; }
.cw-badge.cw-good::before { content: '● '; color: #3db887; }
.cw-badge.cw-wait { border-color: #cc8f00; }
.cw-badge.cw-wait::before { content: '● '; color: #cc8f00; }
.cw-badge.cw-bad { border-color: var(--cw-bad); }
.cw-badge.cw-bad::before { content: '● '; color: var(--cw-bad); }
.cw-facts { display: flex; flex-wrap: wrap; gap: 24px; margin: 12px 0 4px; }
.cw-facts dt { font-weight: 400; font-size: 12px; opacity: 0.8; }
.cw-facts dd { margin: 0; font-weight: 600; }
.cw-notice { border-left: 4px solid var(--cw-line); background: var(--cw-soft); padding: 8px 12px; margin: 8px 0; border-radius: 0 4px 4px 0;
  overflow-wrap: anywhere; }
.cw-notice.cw-bad { border-left-color: var(--cw-bad); }
.cw-notice.cw-wait { border-left-color: #cc8f00; }
.cw-panel { border: 1px solid var(--cw-line); border-radius: 8px; padding: 16px; margin: 8px 0; background: var(--cw-soft); }
.cw-field { margin: 0 0 12px; max-width: 560px; }
.cw-field label { display: block; font-weight: 600; margin-bottom: 4px; }
.cw-input { width: 100%; border: 1px solid var(--cw-line); border-radius: 4px; padding: 6px 10px; background: var(--cw-back);
  color: var(--cw-text); font-size: 14px; }
.cw-code { font-family: monospace; font-size: 12px; margin-bottom: 4px; }
.cw-help { font-size: 12px; opacity: 0.8; margin-top: 4px; }
.cw-check { display: flex; gap: 8px; align-items: center; font-weight: 400; margin: 4px 0; }
.cw-check input { margin: 0; }
.cw-fields { border: 0; padding: 0; margin: 0 0 12px; }
.cw-fields legend { font-size: inherit; font-weight: 600; border: 0; margin: 0 0 4px; color: inherit; }
.cw-findings li, .cw-choices li { margin: 4px 0; }
.cw-empty { opacity: 0.8; }
.cw-scroll { overflow-x: auto; }
.cw-table { width: 100%; border-collapse: collapse; }
.cw-table th, .cw-table td { text-align: left; padding: 8px; border-bottom: 1px solid var(--cw-line); vertical-align: top; }
.cw-table thead th { font-size: 12px; opacity: 0.8; }
.cw-actions { white-space: nowrap; text-align: right; }
`;

let users = 0;
let element: HTMLStyleElement | undefined;

// The sheet is on the page for as long as a screen is.
export function useStyles(): void {
  useEffect(() => {
    if (++users === 1) {
      element = document.createElement('style');
      element.textContent = sheet;
      document.head.appendChild(element);
    }
    return () => {
      if (--users === 0) element?.remove();
    };
  }, []);
}
