import { providerIcon } from "../../session/providerIcon.ts";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWords } from "../../session/useWords.ts";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import type { AccessView, CompartmentView } from "../../usecases/model.ts";
import { AccessTag } from "./AccessTag.tsx";

export function AccessRow(props: { access: AccessView; compartments: readonly CompartmentView[] }) {
  const { access, compartments } = props;
  const { provider, grant } = access;
  const words = useWords();
  const inWords = useTermsWords(compartments);
  const to =
    access.state === "pending"
      ? `/requests/${provider.provider}`
      : `/share/access/${provider.provider}`;
  return (
    <ListRow
      to={to}
      icon={providerIcon(provider.kind)}
      title={<bdi>{words.provider(provider)}</bdi>}
      meta={
        grant === undefined || access.state === "ended"
          ? words.providerKind(provider.kind)
          : inWords(grant).parts
      }
      status={<AccessTag access={access} />}
    />
  );
}
