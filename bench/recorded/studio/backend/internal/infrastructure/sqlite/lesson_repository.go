package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"studio/backend/internal/domain"
)

// LessonRepository keeps lessons in a table.
type LessonRepository struct {
	store *Store
}

// Lessons gives access to the stored lessons.
func (s *Store) Lessons() *LessonRepository { return &LessonRepository{store: s} }

const lessonColumns = `"id", "title", "starts", "places",
	(SELECT count(*) FROM "bookings" WHERE "bookings"."lesson" = "lessons"."id") AS "booked",
	"status", "created_at", "updated_at"`

// Create stores a new lesson and gives it an identifier that was never used.
func (r *LessonRepository) Create(ctx context.Context, lesson domain.Lesson) (domain.Lesson, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "lessons" ("title", "starts", "places", "status", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?, ?)`,
		lesson.Title,
		formatInstant(lesson.Starts),
		lesson.Places,
		lesson.Status,
		formatInstant(lesson.CreatedAt), formatInstant(lesson.UpdatedAt))
	if err != nil {
		return domain.Lesson{}, translate(err)
	}
	lesson.ID, err = result.LastInsertId()
	return lesson, err
}

// Get reads one lesson.
func (r *LessonRepository) Get(ctx context.Context, id int64) (domain.Lesson, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+lessonColumns+` FROM "lessons" WHERE "id" = ?`, id)
	lesson, err := scanLesson(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Lesson{}, domain.ErrNotFound
	}
	return lesson, err
}

// List reads a page and counts all that match.
func (r *LessonRepository) List(ctx context.Context, query domain.LessonQuery) ([]domain.Lesson, int, error) {
	matching := lessonConditions(query)
	var total int
	count := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT count(*) FROM "lessons"`+matching.where(), matching.args...)
	if err := count.Scan(&total); err != nil {
		return nil, 0, err
	}
	// query.Order.Field comes from a fixed list (domain.LessonOrders), never from a client as it stands.
	order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)
	rows, err := r.store.queryer(ctx).QueryContext(ctx,
		"SELECT "+lessonColumns+` FROM "lessons"`+matching.where()+order+" LIMIT ? OFFSET ?",
		append(matching.args, query.Page.Limit, query.Page.Offset)...)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	lessons := []domain.Lesson{}
	for rows.Next() {
		lesson, err := scanLesson(rows)
		if err != nil {
			return nil, 0, err
		}
		lessons = append(lessons, lesson)
	}
	return lessons, total, rows.Err()
}

func lessonConditions(query domain.LessonQuery) conditions {
	var matching conditions
	if query.Search != "" {
		text := strings.ToLower(query.Search)
		matching.add(`(instr(lower_case("title"), ?) > 0)`, text)
	}
	return matching
}

// Replace overwrites a stored lesson.
func (r *LessonRepository) Replace(ctx context.Context, lesson domain.Lesson) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx,
		`UPDATE "lessons" SET "title" = ?, "starts" = ?, "places" = ?, "status" = ?, "updated_at" = ? WHERE "id" = ?`,
		lesson.Title,
		formatInstant(lesson.Starts),
		lesson.Places,
		lesson.Status,
		formatInstant(lesson.UpdatedAt), lesson.ID))
}

// Delete removes a lesson.
func (r *LessonRepository) Delete(ctx context.Context, id int64) error {
	return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "lessons" WHERE "id" = ?`, id))
}

func scanLesson(row interface{ Scan(...any) error }) (domain.Lesson, error) {
	var lesson domain.Lesson
	var createdAt, updatedAt string
	var startsText string
	err := row.Scan(&lesson.ID, &lesson.Title, &startsText, &lesson.Places, &lesson.Booked, &lesson.Status, &createdAt, &updatedAt)
	if err != nil {
		return domain.Lesson{}, err
	}
	if lesson.Starts, err = time.Parse(instantFormat, startsText); err != nil {
		return domain.Lesson{}, err
	}
	if lesson.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Lesson{}, err
	}
	lesson.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return lesson, err
}
