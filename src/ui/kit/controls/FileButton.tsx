import { type ComponentProps, useRef } from 'react';
import { Button } from './Button';

/** A button that asks for a file; `accept` is what the dialog offers first. */
export function FileButton(
  props: Omit<ComponentProps<typeof Button>, 'onClick'> & { accept: string; onFile: (file: File) => void },
) {
  const { accept, onFile, ...button } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        hidden
        type="file"
        accept={accept}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button {...button} onClick={() => input.current?.click()} />
    </>
  );
}
