CREATE TABLE "accounts" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "username" TEXT NOT NULL UNIQUE COLLATE NOCASE,
    "email" TEXT NOT NULL UNIQUE COLLATE NOCASE,
    "digest" TEXT NOT NULL,
    "created_at" TEXT NOT NULL
);

CREATE TABLE "tokens" (
    "digest" TEXT PRIMARY KEY,
    "account" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE CASCADE,
    "expires_at" TEXT NOT NULL
);
CREATE INDEX "tokens_account" ON "tokens" ("account");

CREATE TABLE "trails" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "slug" TEXT NOT NULL UNIQUE,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "length_km" REAL NOT NULL,
    "warning" TEXT,
    "author" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE INDEX "trails_author" ON "trails" ("author");
CREATE INDEX "trails_region" ON "trails" ("region");

CREATE TABLE "favorites" (
    "trail" INTEGER NOT NULL REFERENCES "trails" ("id") ON DELETE CASCADE,
    "account" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE CASCADE,
    PRIMARY KEY ("trail", "account")
);
CREATE INDEX "favorites_account" ON "favorites" ("account");

CREATE TABLE "reports" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "trail" INTEGER NOT NULL REFERENCES "trails" ("id") ON DELETE CASCADE,
    "author" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "text" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "created_at" TEXT NOT NULL
);
CREATE INDEX "reports_trail" ON "reports" ("trail", "created_at");
CREATE INDEX "reports_author" ON "reports" ("author");
