import { type FormEvent, useState } from 'react';
import { withClass } from '../../../dataset/edits';
import { MOST_NAME } from '../../../dataset/library';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { freshId } from '../../../state/storage';
import { useApp } from '../../app/useApp';
import { Button } from '../../kit/controls/Button';
import { TextInput } from '../../kit/controls/TextInput';
import { Stack } from '../../kit/Stack';
import classes from './Own.module.css';

/** A line to name a new class in. */
export function AddClass() {
  const { collection } = ownClassesOf(useApp());
  const [name, setName] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    collection.edit((library) => withClass(library, { id: freshId(), name }));
    setName('');
  };
  return (
    <Stack as="form" row onSubmit={add}>
      <TextInput
        className={classes.wide}
        aria-label="Name of a new class"
        placeholder="Name of a new class"
        maxLength={MOST_NAME}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        Add class
      </Button>
    </Stack>
  );
}
