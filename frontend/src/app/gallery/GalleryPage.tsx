import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { HealthRecordsError } from "../../domain/errors.ts";
import { QrCard } from "../../ui/code/QrCard.tsx";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { DateText } from "../../ui/facts/DateText.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { TraceList } from "../../ui/facts/TraceList.tsx";
import { ConfirmDialog } from "../../ui/feedback/ConfirmDialog.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useAnnounce } from "../../ui/feedback/useAnnounce.ts";
import { FileDrop } from "../../ui/file/FileDrop.tsx";
import { FileViewer } from "../../ui/file/FileViewer.tsx";
import { ProgressList } from "../../ui/file/ProgressList.tsx";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { CompartmentPicker, usualCompartments } from "../../ui/form/CompartmentPicker.tsx";
import { ExpiryPicker } from "../../ui/form/ExpiryPicker.tsx";
import type { ExpiryChoice } from "../../ui/form/expiryDate.ts";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { PassphraseField } from "../../ui/form/PassphraseField.tsx";
import { SecretWords } from "../../ui/form/SecretWords.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { AppLayout } from "../../ui/layout/AppLayout.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { Tabs } from "../../ui/layout/Tabs.tsx";
import { ColorSchemeChoice } from "../../ui/theme/ColorSchemeChoice.tsx";
import { ConfirmInWallet } from "../../ui/transaction/ConfirmInWallet.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { TransactionState } from "../../ui/transaction/transactionState.ts";
import { NotFoundPage } from "../NotFoundPage.tsx";

/*
 * Every component at its work, for whoever builds screens. Development only: routes.tsx leaves it
 * out of the build. Sample texts stay here, untranslated, since no patient sees them.
 */

const now = new Date();
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const link =
  "http://127.0.0.1:5173/#/c/eip155:31337:0x70997970C51812dc3A010C7d01b50e0d17dc79C8?p=0x3f1a";

const compartments = [
  { number: 1, name: "Blood tests", sensitive: false, records: 12 },
  { number: 2, name: "X-rays and scans", sensitive: false, records: 3 },
  { number: 3, name: "Medicines", sensitive: false, records: 7 },
  { number: 4, name: "Letters", sensitive: false, records: 1 },
  { number: 5, name: "Mental health", sensitive: true, records: 4 },
  { number: 6, name: "Sexual health", sensitive: true, records: 0 },
];

const pages: Record<string, () => ReactNode> = {
  records: RecordsSample,
  share: ShareSample,
  form: FormSample,
  add: AddSample,
  code: () => (
    <>
      <PageHeader title="My code" lead="Let a doctor scan it. They can then ask to see records." />
      <QrCard value={link} what="Amina Diallo" />
    </>
  ),
  scan: () => (
    <>
      <PageHeader title="Scan a code" lead="Ask the doctor to show theirs." back="/gallery" />
      <QrScanner onCode={() => undefined} autoStart={false} />
    </>
  ),
  transaction: TransactionSample,
  trace: TraceSample,
  faces: FacesSample,
  viewer: ViewerSample,
  words: WordsSample,
  lost: () => <NotFoundPage />,
};

export function GalleryPage() {
  const { page = "records" } = useParams();
  const Page = pages[page] ?? RecordsSample;
  return (
    <AppLayout
      navigation={[
        { to: "/gallery/records", label: "Records", icon: "records" },
        { to: "/gallery/share", label: "Share", icon: "share" },
        { to: "/gallery/transaction", label: "Requests", icon: "requests", waiting: 2 },
        { to: "/gallery/trace", label: "More", icon: "more" },
      ]}
      identity={{ name: "Amina Diallo", role: "Patient" }}
      chain={{ name: "Local test", kind: "test" }}
      onLock={() => undefined}
    >
      <Page />
    </AppLayout>
  );
}

function RecordsSample() {
  return (
    <>
      <PageHeader
        title="Your records"
        aside={<Button leftSection={<Icon name="plus" />}>Add a record</Button>}
      />
      <Tabs
        label="Filter"
        tabs={[
          {
            id: "all",
            label: "All",
            count: 27,
            panel: (
              <Stack>
                <ListGroup label="Records">
                  <ListRow
                    to="/gallery/viewer"
                    icon="laboratory"
                    title="Full blood count"
                    meta="Blood tests · 18 November 2026 · Dr. Okoro"
                    status={<StatusTag kind="waiting">New</StatusTag>}
                  />
                  <ListRow
                    to="/gallery/viewer"
                    icon="image"
                    title="Chest X-ray"
                    meta="X-rays and scans · 2 November 2026 · St. Mary Hospital"
                  />
                  <ListRow
                    to="/gallery/viewer"
                    icon="pharmacy"
                    title="Amoxicillin 500 mg, three times a day for seven days"
                    meta="Medicines · 14 October 2026 · You"
                    status={<StatusTag kind="ended">Replaced</StatusTag>}
                  />
                </ListGroup>
                <Notice title="Your records are on one storage site">
                  This app keeps a locked copy of what is needed to open them.
                </Notice>
              </Stack>
            ),
          },
          {
            id: "none",
            label: "Letters",
            count: 0,
            panel: (
              <EmptyState
                mark="records"
                title="Your letters will be here"
                action={<Button>Add a letter</Button>}
              >
                Take a photo of a paper letter, or choose a file.
              </EmptyState>
            ),
          },
        ]}
      />
    </>
  );
}

function ShareSample() {
  const [chosen, setChosen] = useState<number[]>(usualCompartments(compartments));
  const [expiry, setExpiry] = useState<ExpiryChoice>({ kind: "week" });
  const [rights, setRights] = useState<"read" | "write">("read");
  return (
    <Stack gap="page">
      <PageHeader
        eyebrow="Step 2 of 3"
        title="What may Dr. Okoro see?"
        lead="Verified by the Ministry of Health, Ghana, until 1 March 2028."
        back="/gallery"
        aside={<StatusTag kind="good">Verified</StatusTag>}
      />
      <CompartmentPicker compartments={compartments} value={chosen} onChange={setChosen} />
      <ExpiryPicker value={expiry} onChange={setExpiry} now={now} />
      <ChoiceCards
        label="May Dr. Okoro add records?"
        choices={[
          { value: "read", label: "No, only open them", icon: "eye" },
          { value: "write", label: "Yes, open and add", icon: "edit", hint: "You see each one." },
        ]}
        value={rights}
        onChange={setRights}
      />
      <Actions>
        <Button>Continue</Button>
      </Actions>
    </Stack>
  );
}

function FormSample() {
  const [passphrase, setPassphrase] = useState("four blue teapots sing");
  return (
    <Stack gap="page">
      <PageHeader
        eyebrow="Step 1 of 4"
        title="Choose a passphrase for this device"
        lead="It locks your records in this browser. It is never sent anywhere."
        back="/gallery"
      />
      <FormErrorSummary
        problems={[{ fieldId: "name", message: "Type your name as on your passport" }]}
      />
      <TextInput
        id="name"
        label="Full name"
        description="As on your passport or identity card."
        error="Type your name as on your passport"
      />
      <PassphraseField
        label="Passphrase"
        purpose="new"
        value={passphrase}
        onChange={setPassphrase}
      />
      <ColorSchemeChoice />
      <Actions>
        <Button>Continue</Button>
        <Button variant="subtle">I have a recovery sheet</Button>
      </Actions>
    </Stack>
  );
}

function AddSample() {
  return (
    <Stack>
      <PageHeader title="Add a record" back="/gallery" />
      <FileDrop label="Which files?" onFiles={() => undefined} maxBytes={200_000_000} />
      <ProgressList
        files={[
          { id: "1", name: "blood-test-2026-11.pdf", bytes: 312_000, state: "done" },
          { id: "2", name: "IMG_2041.jpg", bytes: 4_210_000, state: "uploading", fraction: 0.62 },
          { id: "3", name: "تقرير 🩻 طبي.jpg", bytes: 1_200_000, state: "sealing", fraction: 0.2 },
          {
            id: "4",
            name: "old-scan.dcm",
            bytes: 52_000_000,
            state: "failed",
            problem: "The storage site did not answer. Try again.",
          },
        ]}
        onCancel={() => undefined}
        onRetry={() => undefined}
      />
    </Stack>
  );
}

const steps: readonly TransactionState[] = [
  { step: "review", note: "rejected" },
  { step: "preparing" },
  { step: "waiting" },
  { step: "pending", transactionHash: `0x${"8f1a".repeat(16)}` },
  { step: "done", transactionHash: `0x${"8f1a".repeat(16)}` },
  {
    step: "failed",
    error: {
      code: "chain.rpc-unreachable",
      message: "The network did not answer.",
      nextStep: "Check your connection, then try again.",
    },
  },
];

function TransactionSample() {
  const [asked, setAsked] = useState(false);
  return (
    <Stack gap="page">
      <PageHeader title="Share with Dr. Okoro" back="/gallery" />
      {steps.map((state) => (
        <TransactionPanel
          key={state.step}
          state={state}
          walletName="MetaMask"
          confirmLabel="Share with Dr. Okoro"
          explanation={{
            what: "Dr. Okoro can open your blood tests and X-rays until 29 November 2026.",
            visibleTo:
              "Everyone can see that this account shared 2 parts of a chart. Only Dr. Okoro can open them.",
            irreversible: "Copies that Dr. Okoro saves can't be taken back.",
            fee: { state: "known", amount: "0.00004", coin: "ETH" },
          }}
          onConfirm={() => setAsked(true)}
          onStopWaiting={() => undefined}
          onBack={() => undefined}
          doneMessage="Dr. Okoro can open these until 29 November 2026."
          doneActions={<Button>See who has access</Button>}
          details={[{ label: "Contract", value: "0x5FbD…0aa3", mono: true }]}
        />
      ))}
      <ConfirmInWallet
        question={
          asked
            ? {
                kind: "transaction",
                summary: "Share 2 parts of your chart with provider 7",
                facts: [
                  { label: "Account", value: "0x7099…79C8", mono: true },
                  { label: "Network fee", value: "0.00004 ETH" },
                ],
                raw: "grant(patient: 1, provider: 7)",
              }
            : undefined
        }
        walletName="Amina's demo wallet"
        onConfirm={() => setAsked(false)}
        onReject={() => setAsked(false)}
      />
    </Stack>
  );
}

function TraceSample() {
  const { toast } = useAnnounce();
  const [asking, setAsking] = useState(false);
  return (
    <Stack>
      <PageHeader title="Who opened my records" lead="Every opening and change, newest first." />
      <TraceList
        entries={[
          {
            id: "1",
            when: hoursAgo(1),
            icon: "eye",
            what: "Dr. Okoro opened 2 records",
            meta: "Full blood count, Chest X-ray",
          },
          {
            id: "2",
            when: hoursAgo(2),
            icon: "share",
            what: "You shared 2 parts with Dr. Okoro",
            details: (
              <Details>
                <KeyFacts
                  facts={[
                    {
                      label: "Transaction",
                      value: <Copyable value={`0x${"8f1a".repeat(16)}`} what="transaction" />,
                    },
                  ]}
                />
              </Details>
            ),
          },
          { id: "3", when: hoursAgo(30), icon: "stop", what: "You stopped sharing with City Lab" },
          { id: "4", when: hoursAgo(24 * 20), icon: "plus", what: "You added Chest X-ray" },
        ]}
      />
      <Actions>
        <Button color="red" onClick={() => setAsking(true)}>
          Stop sharing
        </Button>
        <Button
          variant="default"
          onClick={() => toast({ message: "Saved on 3 storage sites", kind: "good" })}
        >
          Show a toast
        </Button>
      </Actions>
      <ConfirmDialog
        opened={asking}
        title="Stop sharing with Dr. Okoro?"
        confirmLabel="Stop sharing"
        danger
        onConfirm={() => setAsking(false)}
        onCancel={() => setAsking(false)}
      >
        Dr. Okoro can't open anything new. Copies already saved can't be taken back.
      </ConfirmDialog>
    </Stack>
  );
}

function FacesSample() {
  const error = new HealthRecordsError({
    code: "ipfs.unreachable",
    message: "The storage site at 127.0.0.1:5001 did not answer.",
    nextStep: "Start it and try again, or choose another one in Settings.",
    details: { endpoint: "http://127.0.0.1:5001", waitedMs: 8000 },
  });
  return (
    <Stack gap="page">
      <PageHeader title="Faces" lead={<DateText value={hoursAgo(0.1)} relative />} />
      <LoadingRows rows={3} />
      <ErrorPanel
        title="We could not show your records"
        error={error}
        actions={<Button>Try again</Button>}
      />
      <Section title="Check your answers">
        <KeyFacts
          facts={[
            { label: "Name", value: "Amina Diallo", change: "/gallery" },
            { label: "Date of birth", value: "4 June 1988", change: "/gallery" },
            { label: "Sharing ends", value: "29 November 2026", change: "/gallery" },
          ]}
        />
      </Section>
      <div style={{ display: "flex", flexWrap: "wrap", gap: "0.5rem" }}>
        <StatusTag kind="good">Shared until 3 May</StatusTag>
        <StatusTag kind="waiting">Waiting for you</StatusTag>
        <StatusTag kind="ended">Ended</StatusTag>
        <StatusTag kind="warning">Ends tomorrow</StatusTag>
        <StatusTag kind="bad">Suspended</StatusTag>
        <StatusTag kind="neutral">Draft</StatusTag>
      </div>
      <EmptyState mark="people" title="No one can see your records">
        When you share, the doctor or hospital appears here.
      </EmptyState>
    </Stack>
  );
}

const sampleJson = new Blob(['{"resourceType":"Observation","valueQuantity":{"value":13.2}}']);

function ViewerSample() {
  return (
    <Stack>
      <PageHeader
        title="Full blood count"
        lead="Blood tests · 18 November 2026"
        back="/gallery"
        backLabel="Your records"
      />
      <FileViewer blob={sampleJson} fileName="observation.json" mimeType="application/json" />
    </Stack>
  );
}

const sampleWords =
  "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title".split(
    " ",
  );

function WordsSample() {
  return (
    <Stack>
      <PageHeader
        eyebrow="Step 2 of 4"
        title="Print your recovery sheet"
        lead="With it you can open your records on any device, even if you lose this one."
      />
      <SecretWords
        words={sampleWords}
        qrValue={sampleWords.join(" ")}
        owner="Amina Diallo"
        madeOn={now}
      />
    </Stack>
  );
}
