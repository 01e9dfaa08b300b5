package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"trails/backend/internal/domain"
)

// ReportRepository keeps reports in a table.
type ReportRepository struct {
	store *Store
}

// Reports gives access to the stored reports.
func (s *Store) Reports() *ReportRepository { return &ReportRepository{store: s} }

const selectReports = `SELECT "reports"."id", "text", "condition", "reports"."created_at", "username", "author", "trail"
	FROM "reports" JOIN "accounts" ON "accounts"."id" = "author"`

// Create stores a new report and gives it an identifier that was never used.
func (r *ReportRepository) Create(ctx context.Context, report domain.Report) (domain.Report, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "reports" ("trail", "author", "text", "condition", "created_at") VALUES (?, ?, ?, ?, ?)`,
		report.TrailID, report.AuthorID, report.Text, report.Condition, formatInstant(report.CreatedAt))
	if err != nil {
		return domain.Report{}, translate(err)
	}
	report.ID, err = result.LastInsertId()
	return report, err
}

// Get reads one report.
func (r *ReportRepository) Get(ctx context.Context, id int64) (domain.Report, error) {
	report, err := scanReport(r.store.queryer(ctx).QueryRowContext(ctx, selectReports+` WHERE "reports"."id" = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Report{}, domain.ErrNotFound
	}
	return report, err
}

// Since reads the reports of a trail that are not older than that, newest first.
func (r *ReportRepository) Since(ctx context.Context, trail int64, oldest time.Time) ([]domain.Report, error) {
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		selectReports+` WHERE "trail" = ? AND "reports"."created_at" >= ? ORDER BY "reports"."id" DESC`,
		trail, formatInstant(oldest))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var reports []domain.Report
	for rows.Next() {
		report, err := scanReport(rows)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, rows.Err()
}

// Delete removes a report.
func (r *ReportRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "reports" WHERE "id" = ?`, id))
}

func scanReport(row interface{ Scan(...any) error }) (domain.Report, error) {
	var report domain.Report
	var createdAt string
	err := row.Scan(&report.ID, &report.Text, &report.Condition, &createdAt, &report.Author, &report.AuthorID, &report.TrailID)
	if err != nil {
		return domain.Report{}, err
	}
	report.CreatedAt, err = time.Parse(instantFormat, createdAt)
	return report, err
}
