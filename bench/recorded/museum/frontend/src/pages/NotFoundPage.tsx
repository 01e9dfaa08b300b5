import { Link } from "react-router";
import { Page, anchor } from "../components/ui";

export function NotFoundPage() {
  return (
    <Page title="Not found" heading="Not found">
      <p>
        There is no such page. <Link to="/" className={anchor}>Go to the exhibitions</Link>
      </p>
    </Page>
  );
}
