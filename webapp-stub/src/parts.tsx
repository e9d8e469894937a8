// The small parts that the screens are made of, in the web app's own colours.
import React, {useCallback, useEffect, useId, useState} from 'react';
import type {CSSProperties, FormEvent, ReactNode} from 'react';

import {texts} from './texts';

const line = '1px solid rgba(var(--center-channel-color-rgb, 63,67,80), 0.16)';

export const styles: Record<string, CSSProperties> = {
  box: {border: line, borderRadius: 4, padding: 16, margin: '8px 0'},
  table: {width: '100%', borderCollapse: 'collapse', margin: '8px 0'},
  cell: {textAlign: 'left', padding: '8px 12px 8px 0', borderBottom: line, verticalAlign: 'top'},
  field: {display: 'block', margin: '0 0 12px'},
  input: {display: 'block', width: '100%', maxWidth: 480},
  help: {display: 'block', color: 'rgba(var(--center-channel-color-rgb, 63,67,80), 0.75)'},
  error: {color: 'var(--error-text, #d24b4e)', margin: '8px 0'},
  row: {display: 'flex', flexWrap: 'wrap', gap: 8, margin: '8px 0'},
  code: {display: 'block', width: '100%', fontFamily: 'monospace', wordBreak: 'break-all'},
};

export function Button(props: {children: ReactNode; onClick?: () => void; primary?: boolean; submit?: boolean; disabled?: boolean; label?: string}) {
  return (
    <button
      type={props.submit ? 'submit' : 'button'}
      className={`btn ${props.primary ? 'btn-primary' : 'btn-tertiary'}`}
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

export function Field(props: {label: string; help?: string; value: string; onChange: (to: string) => void; required?: boolean; area?: boolean}) {
  const id = useId();
  const Tag = props.area ? 'textarea' : 'input';
  return (
    <div style={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <Tag
        id={id}
        className="form-control"
        style={styles.input}
        value={props.value}
        required={props.required}
        autoComplete="off"
        aria-describedby={props.help ? `${id}-help` : undefined}
        onChange={(event: {target: {value: string}}) => props.onChange(event.target.value)}
      />
      {props.help && <span id={`${id}-help`} style={styles.help}>{props.help}</span>}
    </div>
  );
}

export function Choice(props: {label: string; value: string; options: Array<[string, string]>; onChange: (to: string) => void}) {
  const id = useId();
  return (
    <div style={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <select id={id} className="form-control" style={styles.input} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </div>
  );
}

export function Check(props: {label: string; value: boolean; onChange: (to: boolean) => void}) {
  return (
    <label style={styles.field}>
      <input type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.target.checked)} /> {props.label}
    </label>
  );
}

export function Failure({text}: {text: string}) {
  return text ? <div role="alert" style={styles.error}>{text}</div> : null;
}

// A form whose button waits for the deed; what goes wrong is said in it.
export function Form(props: {title: string; submit: string; onSubmit: () => Promise<void>; onCancel: () => void; children?: ReactNode}) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // the settings page is a form too
    setBusy(true);
    setFailure('');
    try {
      await props.onSubmit();
    } catch (error) {
      setFailure((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <form style={styles.box} onSubmit={(event) => void submit(event)} aria-label={props.title}>
      <h4>{props.title}</h4>
      {props.children}
      <Failure text={failure} />
      <div style={styles.row}>
        <Button submit primary disabled={busy}>{props.submit}</Button>
        <Button onClick={props.onCancel}>{texts.cancel}</Button>
      </div>
    </form>
  );
}

export function Copied({label, text}: {label: string; text: string}) {
  const [copied, setCopied] = useState(false);
  return (
    <div style={styles.field}>
      <strong>{label}</strong>
      <code style={styles.code}>{text}</code>
      <Button label={`${texts.copy}: ${label}`} onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
        {copied ? texts.copied : texts.copy}
      </Button>
    </div>
  );
}

// What the server says, asked again every `period` ms while the screen is open, and whenever `again` is called.
export function useAsked<T>(ask: () => Promise<T>, period: number, key = ''): {value: T | null; failure: string; again: () => void} {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState('');
  const [round, setRound] = useState(0);
  useEffect(() => {
    let open = true;
    const look = () =>
      ask().then(
        (found) => {
          if (!open) return;
          setValue(found);
          setFailure('');
        },
        (error: Error) => open && setFailure(error.message),
      );
    void look();
    const timer = setInterval(() => void look(), period);
    return () => {
      open = false;
      clearInterval(timer);
    };
  }, [round, key]);
  return {value, failure, again: useCallback(() => setRound((n) => n + 1), [])};
}
