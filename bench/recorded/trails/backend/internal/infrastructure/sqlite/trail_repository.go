package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"trails/backend/internal/domain"
)

// TrailRepository keeps trails, and who favors them, in tables.
type TrailRepository struct {
	store *Store
}

// Trails gives access to the stored trails.
func (s *Store) Trails() *TrailRepository { return &TrailRepository{store: s} }

// selectTrails takes the viewer's account as its first argument.
const selectTrails = `SELECT "trails"."id", "slug", "name", "summary", "region", "length_km", "warning",
	EXISTS (SELECT 1 FROM "favorites" WHERE "trail" = "trails"."id" AND "account" = ?),
	(SELECT count(*) FROM "favorites" WHERE "trail" = "trails"."id"),
	"trails"."created_at", "updated_at", "username", "author"
	FROM "trails" JOIN "accounts" ON "accounts"."id" = "author"`

// Create stores a new trail.
func (r *TrailRepository) Create(ctx context.Context, trail domain.Trail) (domain.Trail, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "trails" ("slug", "name", "summary", "region", "length_km", "warning", "author", "created_at", "updated_at")
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		trail.Slug, trail.Name, trail.Summary, trail.Region, trail.LengthKm, trail.Warning, trail.AuthorID,
		formatInstant(trail.CreatedAt), formatInstant(trail.UpdatedAt))
	if err != nil {
		return domain.Trail{}, translate(err)
	}
	trail.ID, err = result.LastInsertId()
	return trail, err
}

// BySlug reads one trail as the viewer sees it.
func (r *TrailRepository) BySlug(ctx context.Context, slug string, viewer int64) (domain.Trail, error) {
	trail, err := scanTrail(r.store.queryer(ctx).QueryRowContext(ctx, selectTrails+` WHERE "slug" = ?`, viewer, slug))
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Trail{}, domain.ErrNotFound
	}
	return trail, err
}

// HasSlug reports whether a slug is taken.
func (r *TrailRepository) HasSlug(ctx context.Context, slug string) (bool, error) {
	var found bool
	err := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM "trails" WHERE "slug" = ?)`, slug).Scan(&found)
	return found, err
}

// List reads a page, newest first, and counts all that match.
func (r *TrailRepository) List(ctx context.Context, query domain.TrailQuery) ([]domain.Trail, int, error) {
	var matching conditions
	if query.Region != "" {
		matching.add(`"region" = ?`, query.Region)
	}
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "trails"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	arguments := append([]any{query.Viewer}, matching.args...)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		selectTrails+matching.where()+` ORDER BY "trails"."id" DESC LIMIT ? OFFSET ?`,
		append(arguments, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var trails []domain.Trail
	for rows.Next() {
		trail, err := scanTrail(rows)
		if err != nil {
			return nil, 0, err
		}
		trails = append(trails, trail)
	}
	return trails, total, rows.Err()
}

// Replace overwrites a stored trail.
func (r *TrailRepository) Replace(ctx context.Context, trail domain.Trail) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "trails" SET "name" = ?, "summary" = ?, "region" = ?, "length_km" = ?, "warning" = ?, "updated_at" = ? WHERE "id" = ?`,
		trail.Name, trail.Summary, trail.Region, trail.LengthKm, trail.Warning, formatInstant(trail.UpdatedAt), trail.ID))
}

// Delete removes a trail; its reports and favorites go with it.
func (r *TrailRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "trails" WHERE "id" = ?`, id))
}

// Favor notes that an account favors a trail; again is no fault.
func (r *TrailRepository) Favor(ctx context.Context, trail, account int64) error {
	_, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "favorites" ("trail", "account") VALUES (?, ?) ON CONFLICT DO NOTHING`, trail, account)
	return err
}

// Forget takes back that an account favors a trail.
func (r *TrailRepository) Forget(ctx context.Context, trail, account int64) error {
	_, err := r.store.queryer(ctx).ExecContext(ctx,
		`DELETE FROM "favorites" WHERE "trail" = ? AND "account" = ?`, trail, account)
	return err
}

func scanTrail(row interface{ Scan(...any) error }) (domain.Trail, error) {
	var trail domain.Trail
	var createdAt, updatedAt string
	err := row.Scan(&trail.ID, &trail.Slug, &trail.Name, &trail.Summary, &trail.Region, &trail.LengthKm, &trail.Warning,
		&trail.Favorited, &trail.FavoritesCount, &createdAt, &updatedAt, &trail.Author, &trail.AuthorID)
	if err != nil {
		return domain.Trail{}, err
	}
	if trail.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Trail{}, err
	}
	trail.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return trail, err
}
