/** Plain words, the γs among them with their index below: γ_b. */
export function Words({ text }: { text: string }) {
  return text.split(/(γ_[a-zτ])/).map((part, index) =>
    part.startsWith('γ_') ? (
      // Parts of a sentence never change places.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <span key={index}>
        γ<sub>{part.slice(2)}</sub>
      </span>
    ) : (
      part
    ),
  );
}
