package domain

import "time"

// Conditions are what a trail can be like.
var Conditions = []string{"dry", "muddy", "closed"}

// ReportLifetime is how long a report says something of the trail.
const ReportLifetime = 30 * 24 * time.Hour

// Report is what somebody found a trail to be like.
type Report struct {
	ID        int64
	Text      string
	Condition string
	CreatedAt time.Time
	Author    string
	AuthorID  int64
	TrailID   int64
}

// ReportInput is what a client says.
type ReportInput struct {
	Text      Optional[string] `json:"text"`
	Condition Optional[string] `json:"condition"`
}

// Validate turns an input into a report, or reports every field that is not acceptable.
func (in ReportInput) Validate() (Report, error) {
	var v validation
	report := Report{
		Text:      v.text("text", in.Text, "", 300),
		Condition: v.oneOf("condition", in.Condition, "", Conditions),
	}
	if err := v.err(); err != nil {
		return Report{}, err
	}
	return report, nil
}

// OldestReport is when a report must have been made to say something now.
func OldestReport(now time.Time) time.Time { return now.Add(-ReportLifetime) }

// IsBy is true for the account that made the report.
func (r Report) IsBy(account int64) bool { return r.AuthorID == account }
