import { TextInput } from './controls/TextInput';
import classes from './NumberField.module.css';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** Called when the field is left, or Enter is pressed, with another text in it. */
  readonly onCommit: (value: string) => void;
}

/** A line of text, finished by Enter or by leaving the field. It looks like a number's field, its text to the left. */
export function TextField({ label, value, placeholder, onCommit }: TextFieldProps) {
  return (
    <TextInput
      // Another value from outside replaces what was typed.
      key={value}
      className={classes.field}
      style={{ width: 132, textAlign: 'left' }}
      aria-label={label}
      placeholder={placeholder}
      defaultValue={value}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      onBlur={({ currentTarget: { value: text } }) => text !== value && onCommit(text)}
    />
  );
}
