// Every text that a person reads, by its key in i18n/en.json; Mattermost's own react-intl chooses the language.
import de from './i18n/de.json';
import en from './i18n/en.json';

export type TextKey = keyof typeof en;
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

// For registry.registerTranslations; what a language lacks is said in English.
export function translations(locale: string): Record<string, string> {
  return locale.startsWith('de') ? {...en, ...de} : en;
}

export function useTexts(): Say {
  const intl = window.ReactIntl.useIntl();
  return (key, values) => intl.formatMessage({id: key, defaultMessage: en[key]}, values);
}

// "3 minutes ago", in the reader's language; 0 is never.
export function useAgo(): (at: number) => string {
  const intl = window.ReactIntl.useIntl();
  const say = useTexts();
  return (at) => {
    if (at === 0) return say('causeway.never');
    const seconds = Math.round((at - Date.now()) / 1000);
    if (Math.abs(seconds) < 60) return intl.formatRelativeTime(seconds, 'second');
    if (Math.abs(seconds) < 3600) return intl.formatRelativeTime(Math.round(seconds / 60), 'minute');
    if (Math.abs(seconds) < 86400) return intl.formatRelativeTime(Math.round(seconds / 3600), 'hour');
    return intl.formatRelativeTime(Math.round(seconds / 86400), 'day');
  };
}

// "2 s", "4 min", "3 h": how long something has waited.
export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${Math.ceil(milliseconds / 1000)} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  return `${Math.round(milliseconds / 3_600_000)} h`;
}
