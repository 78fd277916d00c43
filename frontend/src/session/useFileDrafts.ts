import { useCallback, useRef, useState } from "react";
import type { CompartmentView } from "../usecases/model.ts";
import { changeDraft, draftFor, draftProblems, type FileDraft } from "./fileDrafts.ts";

export interface FileDrafts {
  readonly drafts: readonly FileDraft[];
  add(files: readonly File[]): void;
  change(next: FileDraft): void;
  remove(id: string): void;
  /** True while any file can't be added as it is described. */
  readonly incomplete: boolean;
}

/** Files being described, kept while the form is open, whatever happens in between. */
export function useFileDrafts(
  parts: readonly CompartmentView[],
  photoTitle: string,
  /** Changes to the defaults, e.g. an amended record's own title and kind. */
  preset: Partial<Pick<FileDraft, "title" | "kind" | "date" | "part">> = {},
): FileDrafts {
  const [drafts, setDrafts] = useState<readonly FileDraft[]>([]);
  const nextId = useRef(1);
  const add = useCallback(
    (files: readonly File[]) => {
      const now = new Date();
      const made = files.map((file) => ({
        ...draftFor(`file-${nextId.current++}`, file, parts, now, photoTitle),
        ...preset,
      }));
      setDrafts((were) => [...were, ...made]);
    },
    [parts, photoTitle, preset],
  );
  const change = useCallback(
    (next: FileDraft) =>
      setDrafts((were) =>
        were.map((was) => (was.id === next.id ? changeDraft(was, next, parts) : was)),
      ),
    [parts],
  );
  const remove = useCallback(
    (id: string) => setDrafts((were) => were.filter((draft) => draft.id !== id)),
    [],
  );
  const now = new Date();
  return {
    drafts,
    add,
    change,
    remove,
    incomplete: drafts.some((draft) => draftProblems(draft, now).length > 0),
  };
}
