import { useMemo, useState } from 'react';
import { GLOSSARY } from '../../lessons/glossary';
import { useLessons } from '../app/useLessons';
import { TextInput } from '../kit/controls/TextInput';
import { Text } from '../kit/Text';
import classes from './Glossary.module.css';
import { TermCard } from './TermCard';

/** The words of the field: one sentence each, and where each shows in the app. */
export function Glossary() {
  const term = useLessons((lessons) => lessons.term);
  const [query, setQuery] = useState(term ?? '');
  const found = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return GLOSSARY.filter(({ name, label, words: others, sentence }) => {
      const text = `${name} ${label} ${others} ${sentence}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [query]);
  return (
    <>
      <h2 className={classes.title}>Glossary</h2>
      <TextInput
        className={classes.field}
        aria-label="Look up a term"
        placeholder="Look up a term: SE, gamma_w, MAC"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className={classes.terms}>
        {found.map((entry) => (
          <TermCard key={entry.name} entry={entry} />
        ))}
      </div>
      {found.length === 0 && <Text tone="ink-2">No term here is called that.</Text>}
    </>
  );
}
