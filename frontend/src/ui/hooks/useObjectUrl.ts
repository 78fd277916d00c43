import { useEffect, useState } from "react";

/**
 * An object URL for a blob, revoked when the blob changes or the component goes. Decrypted bytes
 * must not outlive the screen that shows them, so nothing else in the app may create such a URL.
 */
export function useObjectUrl(blob: Blob | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (blob === undefined) {
      setUrl(undefined);
      return;
    }
    const created = URL.createObjectURL(blob);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [blob]);
  return url;
}
