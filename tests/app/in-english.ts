/** What stands to be said, as it is said in English. */
import { catalogs, type Said } from '../../src/app/words/index.ts';

export const inEnglish = (said: Said | undefined) => said?.(catalogs.en) ?? '';

export const noticesOf = ({
  notices,
}: {
  readonly notices: { readonly value: readonly { readonly said: Said }[] };
}) => notices.value.map(({ said }) => inEnglish(said));
