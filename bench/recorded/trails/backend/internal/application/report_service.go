package application

import (
	"context"
	"time"

	"trails/backend/internal/domain"
)

// ReportRepository stores reports.
type ReportRepository interface {
	Create(ctx context.Context, report domain.Report) (domain.Report, error)
	Get(ctx context.Context, id int64) (domain.Report, error)
	Since(ctx context.Context, trail int64, oldest time.Time) ([]domain.Report, error)
	Delete(ctx context.Context, id int64) error
}

// ReportPorts are what a ReportService needs from outside.
type ReportPorts struct {
	Transactor Transactor
	Reports    ReportRepository
	Trails     TrailRepository
	Now        func() time.Time
}

// ReportService is what can be done with the reports of a trail.
type ReportService struct {
	ports ReportPorts
}

// NewReportService wires a service to its ports.
func NewReportService(ports ReportPorts) *ReportService { return &ReportService{ports: ports} }

// Create reports what a trail is like.
func (s *ReportService) Create(ctx context.Context, author domain.Account, slug string, in domain.ReportInput) (domain.Report, error) {
	var made domain.Report
	err := s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		trail, err := s.ports.Trails.BySlug(ctx, slug, author.ID)
		if err != nil {
			return err
		}
		report, err := in.Validate()
		if err != nil {
			return err
		}
		report.Author, report.AuthorID, report.TrailID = author.Username, author.ID, trail.ID
		report.CreatedAt = s.ports.Now().UTC()
		made, err = s.ports.Reports.Create(ctx, report)
		return err
	})
	return made, err
}

// List reads the reports of a trail that still say something, newest first.
func (s *ReportService) List(ctx context.Context, slug string) ([]domain.Report, error) {
	trail, err := s.ports.Trails.BySlug(ctx, slug, 0)
	if err != nil {
		return nil, err
	}
	return s.ports.Reports.Since(ctx, trail.ID, domain.OldestReport(s.ports.Now().UTC()))
}

// Delete takes back a report of this trail, for who made it.
func (s *ReportService) Delete(ctx context.Context, account int64, slug string, id int64) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		trail, err := s.ports.Trails.BySlug(ctx, slug, account)
		if err != nil {
			return err
		}
		report, err := s.ports.Reports.Get(ctx, id)
		switch {
		case err != nil:
			return err
		case report.TrailID != trail.ID:
			return domain.ErrNotFound
		case !report.IsBy(account):
			return domain.ErrForbidden
		}
		return s.ports.Reports.Delete(ctx, id)
	})
}
