const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });

/** An amount in cents, as people read it. */
export function money(cents: number): string {
  return euros.format(cents / 100);
}
