package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/domain"
)

// stamp has a fixed width, so that texts sort as times do.
const stamp = "2006-01-02T15:04:05.000Z"

func text(t time.Time) string {
	return t.UTC().Format(stamp)
}

type transaction struct {
	ctx context.Context
	tx  *sql.Tx
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return domain.ErrNotFound
	}
	return err
}

func (t *transaction) exec(query string, args ...any) (sql.Result, error) {
	result, err := t.tx.ExecContext(t.ctx, query, args...)
	return result, taken(err)
}

func (t *transaction) insert(query string, args ...any) (int64, error) {
	result, err := t.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// one changes exactly one record.
func (t *transaction) one(query string, args ...any) error {
	result, err := t.exec(query, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if n != 1 {
		return domain.ErrNotFound
	}
	return nil
}

func (t *transaction) number(query string, args ...any) (n int, err error) {
	err = t.tx.QueryRowContext(t.ctx, query, args...).Scan(&n)
	return n, err
}

func (t *transaction) Empty() (bool, error) {
	n, err := t.number(`SELECT (SELECT COUNT(*) FROM visitors) + (SELECT COUNT(*) FROM exhibitions)`)
	return n == 0, err
}

func (t *transaction) AddVisitor(v *domain.Visitor, now time.Time) (err error) {
	v.ID, err = t.insert(`INSERT INTO visitors (username, email, password_hash, language, role, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		v.Username, v.Email, v.PasswordHash, v.Language, v.Role, text(now))
	return err
}

const visitorColumns = `v.id, v.username, v.email, v.password_hash, v.language, v.role`

func (t *transaction) visitor(query string, args ...any) (*domain.Visitor, error) {
	var v domain.Visitor
	err := t.tx.QueryRowContext(t.ctx, query, args...).Scan(&v.ID, &v.Username, &v.Email, &v.PasswordHash, &v.Language, &v.Role)
	if err != nil {
		return nil, missing(err)
	}
	return &v, nil
}

func (t *transaction) VisitorByEmail(email string) (*domain.Visitor, error) {
	return t.visitor(`SELECT `+visitorColumns+` FROM visitors v WHERE v.email = ?`, email)
}

func (t *transaction) VisitorByID(id int64) (*domain.Visitor, error) {
	return t.visitor(`SELECT `+visitorColumns+` FROM visitors v WHERE v.id = ?`, id)
}

func (t *transaction) SaveVisitor(v *domain.Visitor) error {
	return t.one(`UPDATE visitors SET email = ?, password_hash = ?, language = ? WHERE id = ?`,
		v.Email, v.PasswordHash, v.Language, v.ID)
}

func (t *transaction) AddSession(digest []byte, visitorID int64, expires time.Time) error {
	return t.one(`INSERT INTO sessions (digest, visitor_id, expires_at) VALUES (?, ?, ?)`, digest, visitorID, text(expires))
}

func (t *transaction) VisitorBySession(digest []byte, now time.Time) (*domain.Visitor, error) {
	return t.visitor(`SELECT `+visitorColumns+` FROM sessions s JOIN visitors v ON v.id = s.visitor_id WHERE s.digest = ? AND s.expires_at > ?`,
		digest, text(now))
}

func (t *transaction) DropExpiredSessions(now time.Time) error {
	_, err := t.exec(`DELETE FROM sessions WHERE expires_at <= ?`, text(now))
	return err
}

func (t *transaction) SlugTaken(kind, slug string) (bool, error) {
	query := `SELECT COUNT(*) FROM exhibits WHERE slug = ?`
	if kind == application.KindExhibition {
		query = `SELECT COUNT(*) FROM exhibitions WHERE slug = ?`
	}
	n, err := t.number(query, slug)
	return n > 0, err
}

func (t *transaction) AddExhibition(x *domain.Exhibition) (err error) {
	x.ID, err = t.insert(`INSERT INTO exhibitions (slug, title, description, floor, opens_on, closes_on, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		x.Slug, x.Title, x.Description, x.Floor, x.OpensOn, x.ClosesOn, text(x.CreatedAt))
	return err
}

const exhibitionQuery = `SELECT x.id, x.slug, x.title, x.description, x.floor, x.opens_on, x.closes_on, x.created_at,
	(SELECT COUNT(*) FROM exhibits e WHERE e.exhibition_id = x.id AND e.status = 'published')
	FROM exhibitions x `

type scanner interface{ Scan(...any) error }

func scanExhibition(row scanner) (*domain.Exhibition, error) {
	var x domain.Exhibition
	var created string
	err := row.Scan(&x.ID, &x.Slug, &x.Title, &x.Description, &x.Floor, &x.OpensOn, &x.ClosesOn, &created, &x.ExhibitsCount)
	if err != nil {
		return nil, missing(err)
	}
	x.CreatedAt, err = time.Parse(stamp, created)
	return &x, err
}

func (t *transaction) Exhibition(slug string) (*domain.Exhibition, error) {
	return scanExhibition(t.tx.QueryRowContext(t.ctx, exhibitionQuery+`WHERE x.slug = ?`, slug))
}

func (t *transaction) Exhibitions(page application.Page) ([]domain.Exhibition, int, error) {
	total, err := t.number(`SELECT COUNT(*) FROM exhibitions`)
	if err != nil {
		return nil, 0, err
	}
	list, err := collect(t, scanExhibition, exhibitionQuery+`ORDER BY x.opens_on DESC, x.id DESC LIMIT ? OFFSET ?`, page.Limit, page.Offset)
	return list, total, err
}

// collect reads the records of a query.
func collect[T any](t *transaction, scan func(scanner) (*T, error), query string, args ...any) (list []T, err error) {
	rows, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list = []T{}
	for rows.Next() {
		record, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, *record)
	}
	return list, rows.Err()
}

func tagsText(tags []string) (string, error) {
	if tags == nil {
		tags = []string{}
	}
	encoded, err := json.Marshal(tags)
	return string(encoded), err
}

func optionalText(t *time.Time) *string {
	if t == nil {
		return nil
	}
	value := text(*t)
	return &value
}

func (t *transaction) AddExhibit(e *domain.Exhibit) error {
	tags, err := tagsText(e.Tags)
	if err != nil {
		return err
	}
	e.ID, err = t.insert(`INSERT INTO exhibits (slug, title, number, body, audio_url, duration_seconds, status, tags, exhibition_id, published_at, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Slug, e.Title, e.Number, e.Body, e.AudioURL, e.DurationSeconds, e.Status, tags, e.ExhibitionID,
		optionalText(e.PublishedAt), text(e.CreatedAt), text(e.UpdatedAt))
	return err
}

func (t *transaction) SaveExhibit(e *domain.Exhibit) error {
	tags, err := tagsText(e.Tags)
	if err != nil {
		return err
	}
	return t.one(`UPDATE exhibits SET title = ?, number = ?, body = ?, audio_url = ?, duration_seconds = ?, status = ?, tags = ?,
		exhibition_id = ?, published_at = ?, updated_at = ? WHERE id = ?`,
		e.Title, e.Number, e.Body, e.AudioURL, e.DurationSeconds, e.Status, tags,
		e.ExhibitionID, optionalText(e.PublishedAt), text(e.UpdatedAt), e.ID)
}

const exhibitQuery = `SELECT e.id, e.slug, e.title, e.number, e.body, e.audio_url, e.duration_seconds, e.status, e.tags,
	e.exhibition_id, x.slug, x.title, e.published_at, e.created_at, e.updated_at,
	(SELECT COUNT(*) FROM favorites f WHERE f.exhibit_id = e.id),
	EXISTS (SELECT 1 FROM favorites f WHERE f.exhibit_id = e.id AND f.visitor_id = ?)
	FROM exhibits e JOIN exhibitions x ON x.id = e.exhibition_id `

func scanExhibit(row scanner) (*domain.Exhibit, error) {
	var e domain.Exhibit
	var tags, created, updated string
	var published *string
	err := row.Scan(&e.ID, &e.Slug, &e.Title, &e.Number, &e.Body, &e.AudioURL, &e.DurationSeconds, &e.Status, &tags,
		&e.ExhibitionID, &e.ExhibitionSlug, &e.ExhibitionTitle, &published, &created, &updated, &e.FavoritesCount, &e.Favorited)
	if err != nil {
		return nil, missing(err)
	}
	if err := json.Unmarshal([]byte(tags), &e.Tags); err != nil {
		return nil, fmt.Errorf("tags of %s: %w", e.Slug, err)
	}
	if published != nil {
		at, err := time.Parse(stamp, *published)
		if err != nil {
			return nil, err
		}
		e.PublishedAt = &at
	}
	if e.CreatedAt, err = time.Parse(stamp, created); err != nil {
		return nil, err
	}
	e.UpdatedAt, err = time.Parse(stamp, updated)
	return &e, err
}

func (t *transaction) Exhibit(slug string, viewerID int64) (*domain.Exhibit, error) {
	return scanExhibit(t.tx.QueryRowContext(t.ctx, exhibitQuery+`WHERE e.slug = ?`, viewerID, slug))
}

func (t *transaction) Exhibits(filter application.ExhibitFilter, page application.Page, viewerID int64) ([]domain.Exhibit, int, error) {
	where := `WHERE 1 = 1`
	args := []any{}
	if filter.PublishedOnly {
		where += ` AND e.status = 'published'`
	}
	if filter.Tag != nil {
		where += ` AND EXISTS (SELECT 1 FROM json_each(e.tags) j WHERE j.value = ?)`
		args = append(args, *filter.Tag)
	}
	if filter.Exhibition != nil {
		where += ` AND x.slug = ?`
		args = append(args, *filter.Exhibition)
	}
	if filter.FavoritedBy != nil {
		where += ` AND EXISTS (SELECT 1 FROM favorites f JOIN visitors v ON v.id = f.visitor_id WHERE f.exhibit_id = e.id AND v.username = ?)`
		args = append(args, *filter.FavoritedBy)
	}
	total, err := t.number(`SELECT COUNT(*) FROM exhibits e JOIN exhibitions x ON x.id = e.exhibition_id `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	args = append([]any{viewerID}, args...)
	args = append(args, page.Limit, page.Offset)
	list, err := collect(t, scanExhibit, exhibitQuery+where+` ORDER BY e.number LIMIT ? OFFSET ?`, args...)
	return list, total, err
}

func (t *transaction) SetFavorite(exhibitID, visitorID int64, marked bool) error {
	query := `DELETE FROM favorites WHERE exhibit_id = ? AND visitor_id = ?`
	if marked {
		query = `INSERT INTO favorites (exhibit_id, visitor_id) VALUES (?, ?) ON CONFLICT DO NOTHING`
	}
	_, err := t.exec(query, exhibitID, visitorID)
	return err
}

func (t *transaction) AddComment(c *domain.Comment) (err error) {
	c.ID, err = t.insert(`INSERT INTO comments (exhibit_id, author_id, body, created_at) VALUES (?, ?, ?, ?)`,
		c.ExhibitID, c.AuthorID, c.Body, text(c.CreatedAt))
	return err
}

const commentQuery = `SELECT c.id, c.exhibit_id, c.body, c.author_id, v.username, v.role, c.created_at
	FROM comments c JOIN visitors v ON v.id = c.author_id `

func scanComment(row scanner) (*domain.Comment, error) {
	var c domain.Comment
	var created string
	err := row.Scan(&c.ID, &c.ExhibitID, &c.Body, &c.AuthorID, &c.AuthorName, &c.AuthorRole, &created)
	if err != nil {
		return nil, missing(err)
	}
	c.CreatedAt, err = time.Parse(stamp, created)
	return &c, err
}

func (t *transaction) Comment(exhibitID, id int64) (*domain.Comment, error) {
	return scanComment(t.tx.QueryRowContext(t.ctx, commentQuery+`WHERE c.id = ? AND c.exhibit_id = ?`, id, exhibitID))
}

func (t *transaction) Comments(exhibitID int64, page application.Page) ([]domain.Comment, int, error) {
	total, err := t.number(`SELECT COUNT(*) FROM comments WHERE exhibit_id = ?`, exhibitID)
	if err != nil {
		return nil, 0, err
	}
	list, err := collect(t, scanComment, commentQuery+`WHERE c.exhibit_id = ? ORDER BY c.id DESC LIMIT ? OFFSET ?`, exhibitID, page.Limit, page.Offset)
	return list, total, err
}

func (t *transaction) DeleteComment(id int64) error {
	return t.one(`DELETE FROM comments WHERE id = ?`, id)
}
