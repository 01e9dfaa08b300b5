package domain

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func validTrail() TrailInput {
	return TrailInput{Name: Sent("Harbor loop"), Summary: Sent("Around the bay"), Region: Sent("coast"), LengthKm: Sent(4.5)}
}

func TestATrailIsAccepted(t *testing.T) {
	trail, err := validTrail().Apply(Trail{})
	if err != nil || trail.Name != "Harbor loop" || trail.Region != "coast" || trail.LengthKm != 4.5 || trail.Warning != nil {
		t.Fatalf("trail = %+v, %v", trail, err)
	}
}

func TestATrailIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		field string
		spoil func(*TrailInput)
	}{
		"no name":        {"name", func(in *TrailInput) { in.Name = Optional[string]{} }},
		"an empty name":  {"name", func(in *TrailInput) { in.Name = Sent(" ") }},
		"a long name":    {"name", func(in *TrailInput) { in.Name = Sent(strings.Repeat("x", 81)) }},
		"no summary":     {"summary", func(in *TrailInput) { in.Summary = Optional[string]{IsSent: true} }},
		"no region":      {"region", func(in *TrailInput) { in.Region = Optional[string]{} }},
		"another region": {"region", func(in *TrailInput) { in.Region = Sent("desert") }},
		"no length":      {"lengthKm", func(in *TrailInput) { in.LengthKm = Optional[float64]{} }},
		"length zero":    {"lengthKm", func(in *TrailInput) { in.LengthKm = Sent(0.0) }},
		"a great length": {"lengthKm", func(in *TrailInput) { in.LengthKm = Sent(500.1) }},
		"a long warning": {"warning", func(in *TrailInput) { in.Warning = Sent(strings.Repeat("x", 201)) }},
	} {
		in := validTrail()
		c.spoil(&in)
		_, err := in.Apply(Trail{})
		var invalid *ValidationError
		if !errors.As(err, &invalid) || len(invalid.Fields) != 1 || invalid.Fields[0].Field != c.field {
			t.Errorf("%s: error = %v, want one about %s", name, err, c.field)
		}
	}
}

func TestAChangeKeepsWhatIsLeftOut(t *testing.T) {
	warning := "Mind the cliff"
	before := Trail{Name: "Harbor loop", Summary: "Around the bay", Region: "coast", LengthKm: 4.5, Warning: &warning}
	after, err := TrailInput{Summary: Sent("Along the pier")}.Apply(before)
	if err != nil || after.Summary != "Along the pier" || after.Name != before.Name || after.Region != "coast" || after.LengthKm != 4.5 || *after.Warning != warning {
		t.Errorf("after = %+v, %v", after, err)
	}
	if after, err = (TrailInput{Warning: Optional[string]{IsSent: true}}).Apply(before); err != nil || after.Warning != nil {
		t.Errorf("a warning taken back = %v, %v", after.Warning, err)
	}
	if _, err = (TrailInput{Name: Optional[string]{IsSent: true}}).Apply(before); err == nil {
		t.Error("a name that is taken back was accepted")
	}
}

func TestSlugs(t *testing.T) {
	for _, c := range []struct {
		name   string
		number int
		want   string
	}{
		{"Harbor loop", 1, "harbor-loop"}, {"Harbor loop", 2, "harbor-loop-2"}, {"  Äh! 12 ", 1, "h-12"}, {"…", 1, "trail"}, {"…", 3, "trail-3"},
	} {
		if got := Slug(c.name, c.number); got != c.want {
			t.Errorf("Slug(%q, %d) = %q, want %q", c.name, c.number, got, c.want)
		}
	}
}

func TestAReportSaysSomethingForThirtyDays(t *testing.T) {
	now := time.Date(2031, 3, 31, 12, 0, 0, 0, time.UTC)
	if got := OldestReport(now); !got.Equal(time.Date(2031, 3, 1, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("oldest = %v, want the first of March", got)
	}
}
