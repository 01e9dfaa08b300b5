import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeApi } from "../test/fakeApi";
import { label, open, record } from "../test/open";

let api: FakeApi;
let route: string;
let path: string;

beforeEach(() => {
  api = new FakeApi();
  api.signIn();
  const { slug } = api.addTrail();
  route = `/trails/${slug}`;
  path = `/trails/${slug}/reports`;
});

describe("Reports", () => {
  it("is reached from its trail", async () => {
    const user = open("/trails");
    await user.click((await record("Harbor loop")).getByRole("link", { name: "Reports Harbor loop" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Reports of Harbor loop" })).toBeVisible();
    expect(await screen.findByText("No report in the last thirty days.")).toBeVisible();
  });

  it("shows what the API holds", async () => {
    api.addReport();
    open(route);
    expect((await record("Wet in places")).getByText("Muddy, by Anna")).toBeVisible();
  });

  it("adds a report, and is ready for the next", async () => {
    const user = open(route);
    const text = await screen.findByLabelText(label("What it is like"));
    await user.type(text, "Firm sand");
    await user.selectOptions(screen.getByLabelText(label("Condition")), "dry");
    await user.click(screen.getByRole("button", { name: "Add report" }));
    await record("Firm sand");
    expect(api.seen).toEqual([{ method: "POST", path, body: { report: { text: "Firm sand", condition: "dry" } } }]);
    await waitFor(() => expect(text).toHaveValue(""));
  });

  it("shows the API's objection beside the field", async () => {
    api.refusal = { status: 422, errors: { condition: ["must be one of dry, muddy, closed"] } };
    const user = open(route);
    await user.click(await screen.findByRole("button", { name: "Add report" }));
    const control = screen.getByLabelText(label("Condition"));
    await waitFor(() => expect(control).toHaveAccessibleDescription("Condition must be one of dry, muddy, closed"));
    expect(control).toBeInvalid();
  });

  it("takes back a report of one's own", async () => {
    const { id } = api.addReport();
    const user = open(route);
    await user.click(await (await record("Wet in places")).findByRole("button", { name: "Take back Wet in places" }));
    await waitFor(() => expect(screen.queryByText("Wet in places")).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "DELETE", path: `${path}/${id}`, body: undefined }]);
  });

  it("says why a report cannot be taken back", async () => {
    api.addReport();
    api.refusal = { status: 403, errors: { body: ["is not yours"] } };
    const user = open(route);
    await user.click(await (await record("Wet in places")).findByRole("button", { name: /^Take back/ }));
    expect(await screen.findByRole("alert")).toHaveTextContent("is not yours");
    expect(screen.getByText("Wet in places")).toBeVisible();
  });

  it("offers nothing to change to others", async () => {
    localStorage.clear();
    api.addReport();
    open(route);
    const item = await record("Wet in places");
    expect(item.queryByRole("button")).not.toBeInTheDocument();
    expect(screen.getByText("Sign in to report what this trail is like.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Add report" })).not.toBeInTheDocument();
  });

  it("says that there is no such trail", async () => {
    open("/trails/nowhere");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such trail.");
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    open(route);
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
    expect(screen.queryByRole("list")).not.toBeInTheDocument();
  });
});
