// The small pieces that the screens are made of.
import React, {useCallback, useEffect, useId, useRef, useState} from './host/react';

import type {ReactNode} from 'react';

import {useTexts} from './texts';

export function Button(props: {
  children: ReactNode;
  onClick: () => void;
  kind?: 'primary' | 'danger' | 'plain';
  disabled?: boolean;
  label?: string;
  expanded?: boolean;
}) {
  return (
    <button
      type='button'
      className={`cw-button cw-${props.kind ?? 'plain'}`}
      onClick={props.onClick}
      disabled={props.disabled}
      aria-label={props.label}
      aria-expanded={props.expanded}
    >
      {props.children}
    </button>
  );
}

export type Tone = 'good' | 'wait' | 'bad' | 'off';

export function Badge(props: {tone: Tone; children: ReactNode}) {
  return <span className={`cw-badge cw-${props.tone}`}>{props.children}</span>;
}

export function Field(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string;
  type?: 'text' | 'password';
  lines?: boolean;
}) {
  const id = useId();
  const common = {
    id,
    className: 'cw-input',
    value: props.value,
    autoComplete: 'off',
    spellCheck: false,
    'aria-describedby': props.help ? `${id}-help` : undefined,
  };
  return (
    <div className='cw-field'>
      <label htmlFor={id}>{props.label}</label>
      {props.lines ? (
        <textarea {...common} rows={4} onChange={(event) => props.onChange(event.target.value)} />
      ) : (
        <input {...common} type={props.type ?? 'text'} onChange={(event) => props.onChange(event.target.value)} />
      )}
      {props.help && (
        <div id={`${id}-help`} className='cw-help'>
          {props.help}
        </div>
      )}
    </div>
  );
}

export function Choice(props: {
  label: string;
  value: string;
  options: Array<[value: string, text: string]>;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className='cw-field'>
      <label htmlFor={id}>{props.label}</label>
      <select id={id} className='cw-input' value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Check(props: {label: string; value: boolean; onChange: (value: boolean) => void; disabled?: boolean}) {
  return (
    <label className='cw-check'>
      <input
        type='checkbox'
        checked={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}

export function Notice(props: {tone: Tone; children: ReactNode}) {
  return (
    <div className={`cw-notice cw-${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      {props.children}
    </div>
  );
}

// How every form ends: what went wrong, the deed, and the way out.
export function FormEnd(props: {
  error?: string; // absent: it is shown elsewhere
  label: string;
  disabled: boolean;
  onGo: () => void;
  onCancel: () => void;
  kind?: 'primary' | 'danger';
}) {
  const say = useTexts();
  return (
    <>
      {props.error && <Notice tone='bad'>{props.error}</Notice>}
      <Button kind={props.kind ?? 'primary'} onClick={props.onGo} disabled={props.disabled}>
        {props.label}
      </Button>
      <Button onClick={props.onCancel}>{say('causeway.cancel')}</Button>
    </>
  );
}

// A text that is shown once, to be taken away.
export function Secret(props: {label: string; value: string}) {
  const say = useTexts();
  const id = useId();
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(props.value);
      setCopied(true);
    } catch {
      setCopied(false); // selected all the same: Ctrl+C takes it
    }
  };
  return (
    <div className='cw-field'>
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        ref={field}
        className='cw-input cw-code'
        readOnly={true}
        rows={props.value.length > 80 ? 4 : 1}
        value={props.value}
      />
      <Button onClick={() => void copy()} label={say('causeway.copy_what', {what: props.label})}>
        {say(copied ? 'causeway.copied' : 'causeway.copy')}
      </Button>
    </div>
  );
}

// What a door says, asked for again every few seconds while somebody looks.
export function useLive<T>(ask: () => Promise<T>, period = 5000) {
  const [value, setValue] = useState<T>();
  const [error, setError] = useState('');
  const [round, setRound] = useState(0);
  useEffect(() => {
    let over = false;
    let timer = 0;
    const look = async () => {
      if (!document.hidden) {
        try {
          const found = await ask();
          if (over) return;
          setValue(found);
          setError('');
        } catch (failure) {
          if (over) return;
          setError((failure as Error).message);
        }
      }
      if (!over) timer = window.setTimeout(() => void look(), period);
    };
    void look();
    return () => {
      over = true;
      window.clearTimeout(timer);
    };
  }, [ask, period, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return {value, error, again};
}

// One deed at a time: its outcome in words, and whether it is under way.
export function useDeed(afterwards: () => void) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const run = async (deed: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError('');
    try {
      await deed();
      return true;
    } catch (failure) {
      setError((failure as Error).message);
      return false;
    } finally {
      setBusy(false);
      afterwards();
    }
  };
  return {busy, error, run};
}
