import type { ReactNode } from "react";
import { strings } from "../strings";
import { Button } from "./Button";

export function Loading() {
  return (
    <div role="status" className="space-y-3 p-6">
      <span className="sr-only">{strings.loading}</span>
      {[1, 2, 3].map((row) => (
        <div key={row} className="h-4 animate-pulse rounded bg-slate-200 dark:bg-slate-800" />
      ))}
    </div>
  );
}

export function Empty({ title, hint, action }: { title: string; hint?: string | undefined; action?: ReactNode }) {
  return (
    <div className="space-y-3 p-10 text-center">
      <p className="font-medium">{title}</p>
      {hint && <p className="text-sm text-slate-600 dark:text-slate-400">{hint}</p>}
      {action}
    </div>
  );
}

export function ErrorNote({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <div
      role="alert"
      className="flex items-center justify-between gap-4 rounded-lg border border-red-300 bg-red-50 px-4 py-3 text-sm text-red-900 dark:border-red-800 dark:bg-red-950 dark:text-red-100"
    >
      <span>{error.message}</span>
      {onRetry && <Button onClick={onRetry}>{strings.retry}</Button>}
    </div>
  );
}
