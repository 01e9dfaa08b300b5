package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// ByLogin reads the account with this phone.
func (r *AccountRepository) ByLogin(ctx context.Context, login string) (domain.Account, error) {
	return oneAccount(r.store.queryer(ctx).QueryRowContext(ctx,
		"SELECT "+accountColumns+` FROM "accounts" WHERE "phone" = ?`, login))
}

// ByToken reads the account of a token that has not expired.
func (r *AccountRepository) ByToken(ctx context.Context, digest string, now time.Time) (domain.Account, error) {
	return oneAccount(r.store.queryer(ctx).QueryRowContext(ctx,
		"SELECT "+accountColumns+` FROM "accounts" WHERE "id" =
			(SELECT "account" FROM "auth_tokens" WHERE "digest" = ? AND "expires_at" > ?)`,
		digest, formatInstant(now)))
}

// KeepToken stores the digest of a token, and removes those that have expired.
func (r *AccountRepository) KeepToken(ctx context.Context, digest string, account int64, now, expires time.Time) error {
	if _, err := r.store.queryer(ctx).ExecContext(ctx,
		`DELETE FROM "auth_tokens" WHERE "expires_at" <= ?`, formatInstant(now)); err != nil {
		return err
	}
	_, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "auth_tokens" ("digest", "account", "expires_at") VALUES (?, ?, ?)`,
		digest, account, formatInstant(expires))
	return err
}

func oneAccount(row *sql.Row) (domain.Account, error) {
	account, err := scanAccount(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.ErrNotFound
	}
	return account, err
}
