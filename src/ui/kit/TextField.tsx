import type { ComponentProps } from 'react';
import { TextInput } from './controls/TextInput';
import classes from './NumberField.module.css';

interface TextFieldProps extends Pick<ComponentProps<'input'>, 'placeholder' | 'maxLength'> {
  readonly label: string;
  readonly value: string;
  readonly className?: string | undefined;
  /** Called when the field is left, or Enter is pressed, with another text in it. */
  readonly onCommit: (value: string) => void;
}

/** A line of text, finished by Enter or by leaving the field. It looks like a number's field, its text to the left. */
export function TextField({ label, value, className = '', onCommit, ...given }: TextFieldProps) {
  return (
    <TextInput
      {...given}
      // Another value from outside replaces what was typed.
      key={value}
      className={`${classes.field} ${className}`}
      data-text
      aria-label={label}
      defaultValue={value}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      onBlur={({ currentTarget: field }) => {
        if (field.value === value) return;
        onCommit(field.value);
        // What is not taken goes; what is comes from outside.
        field.value = value;
      }}
    />
  );
}
