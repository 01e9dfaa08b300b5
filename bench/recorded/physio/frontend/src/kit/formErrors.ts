import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiError } from "../api";

/**
 * Shows the API's field errors beside their controls.
 * Returns the errors that belong to no control, for a message above the buttons.
 */
export function showErrors<T extends FieldValues>(cause: unknown, names: readonly Path<T>[], setError: UseFormSetError<T>): Error | null {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (!(error instanceof ApiError)) return error;
  const placed = error.fields.filter(({ field }) => names.some((name) => name === field));
  placed.forEach(({ field, message }, index) =>
    setError(field as Path<T>, { type: "server", message }, { shouldFocus: index === 0 }),
  );
  return placed.length > 0 ? null : error;
}
