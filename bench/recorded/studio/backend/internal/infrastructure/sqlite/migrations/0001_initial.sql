CREATE TABLE "accounts" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL UNIQUE COLLATE NOCASE,
    "role" TEXT NOT NULL CHECK ("role" IN ('member', 'admin')),
    "digest" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);

CREATE TABLE "tokens" (
    "digest" TEXT PRIMARY KEY,
    "account" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE CASCADE,
    "expires_at" TEXT NOT NULL
);
CREATE INDEX "tokens_account" ON "tokens" ("account");

CREATE TABLE "lessons" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "starts" TEXT NOT NULL,
    "places" INTEGER NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('open', 'closed')),
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);

CREATE TABLE "bookings" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "guest" TEXT NOT NULL,
    "lesson" INTEGER NOT NULL REFERENCES "lessons" ("id") ON DELETE RESTRICT,
    "member" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    UNIQUE ("lesson", "member")
);
CREATE INDEX "bookings_member" ON "bookings" ("member");
