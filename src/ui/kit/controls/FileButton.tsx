import { type ComponentProps, useRef } from 'react';
import { Button } from './Button';
import { FileInput } from './FileInput';

/** A button that asks for a file; `accept` is what the dialog offers first. */
export function FileButton(
  props: Omit<ComponentProps<typeof Button>, 'onClick'> & { accept: string; onFile: (file: File) => void },
) {
  const { accept, onFile, ...button } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput ref={input} accept={accept} onFiles={([file]) => file && onFile(file)} />
      <Button {...button} onClick={() => input.current?.click()} />
    </>
  );
}
