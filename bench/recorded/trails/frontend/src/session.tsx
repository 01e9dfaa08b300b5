import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { currentUser, signOut, token, type User } from "./api";

interface Session {
  /** Who signed in; null when nobody did, or while it is being asked. */
  walker: User | null;
  enter: () => void;
  leave: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Knows who signed in, as long as the API takes the token. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [signed, setSigned] = useState(() => token() !== null);
  const asked = useQuery({ queryKey: ["user"], queryFn: currentUser, enabled: signed });
  const walker = signed ? (asked.data?.user ?? null) : null;
  const session = useMemo<Session>(
    () => ({
      walker,
      enter: () => {
        queries.clear();
        setSigned(true);
      },
      leave: () => {
        signOut();
        queries.clear();
        setSigned(false);
      },
    }),
    [walker, queries],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider above it");
  return session;
}
