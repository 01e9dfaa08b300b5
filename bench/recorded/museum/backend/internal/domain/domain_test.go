package domain

import (
	"strings"
	"testing"
	"time"
)

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"The Brass Fog Horn":     "the-brass-fog-horn",
		"The Keeper's Logbook":   "the-keepers-logbook",
		"  -- Ships & Shoals! ":  "ships-shoals",
		"Größe à la carte":       "groesse-a-la-carte",
		"100 Years":              "100-years",
		"日本":                     "exhibit",
		strings.Repeat("a", 200): strings.Repeat("a", 120),
	} {
		if got := Slug(title, "exhibit"); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestNumberedSlug(t *testing.T) {
	if got := NumberedSlug("lens", 1); got != "lens" {
		t.Errorf("first = %q", got)
	}
	if got := NumberedSlug("lens", 2); got != "lens-2" {
		t.Errorf("second = %q", got)
	}
	if got := NumberedSlug(strings.Repeat("a", 120), 12); len(got) != 120 || !strings.HasSuffix(got, "a-12") {
		t.Errorf("long = %q", got)
	}
}

func fieldsOf(validate func(FieldErrors)) string {
	errs := FieldErrors{}
	validate(errs)
	names := []string{}
	for _, name := range []string{"username", "email", "password", "language", "title", "description", "floor", "opensOn", "closesOn", "number", "body", "audioUrl", "durationSeconds", "tagList", "status"} {
		if len(errs[name]) > 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

func TestNewVisitor(t *testing.T) {
	good := NewVisitor{Username: "mira_7", Email: "mira@example.com", Password: "12345678", Language: "en"}
	for want, change := range map[string]func(*NewVisitor){
		"":                  func(*NewVisitor) {},
		"username":          func(v *NewVisitor) { v.Username = "ab" },
		"email":             func(v *NewVisitor) { v.Email = "mira" },
		"password":          func(v *NewVisitor) { v.Password = "1234567" },
		"language":          func(v *NewVisitor) { v.Language = "it" },
		"username email":    func(v *NewVisitor) { v.Username, v.Email = "mi ra", "<mira@example.com>" },
		"email password":    func(v *NewVisitor) { v.Email, v.Password = "", strings.Repeat("x", 73) },
		"username password": func(v *NewVisitor) { v.Username, v.Password = strings.Repeat("x", 31), "" },
		"username language": func(v *NewVisitor) { v.Username, v.Language = "mira.7", "" },
		"email language":    func(v *NewVisitor) { v.Email, v.Language = strings.Repeat("x", 189)+"@example.com", "EN" },
	} {
		visitor := good
		change(&visitor)
		if got := fieldsOf(visitor.Validate); got != want {
			t.Errorf("%+v: wrong fields %q, want %q", visitor, got, want)
		}
	}
	edge := NewVisitor{Username: "abc", Email: strings.Repeat("x", 188) + "@example.com", Password: strings.Repeat("ü", 72), Language: "es"}
	if got := fieldsOf(edge.Validate); got != "" {
		t.Errorf("at the limits: %q", got)
	}
}

func TestVisitorChangeJudgesOnlyWhatIsSet(t *testing.T) {
	if got := fieldsOf(VisitorChange{}.Validate); got != "" {
		t.Errorf("nothing set: %q", got)
	}
	change := VisitorChange{Email: Some("x"), Password: Some("short"), Language: Some("xx")}
	if got := fieldsOf(change.Validate); got != "email password language" {
		t.Errorf("all wrong: %q", got)
	}
}

func TestNewExhibition(t *testing.T) {
	day := func(text string) *string { return &text }
	good := NewExhibition{Title: "T", OpensOn: "2031-05-01", Floor: 0}
	for _, each := range []struct {
		want   string
		change func(*NewExhibition)
	}{
		{"", func(x *NewExhibition) { x.ClosesOn = day("2031-05-01"); x.Floor = -2 }},
		{"", func(x *NewExhibition) {
			x.Floor, x.Title, x.Description = 5, strings.Repeat("é", 120), strings.Repeat("x", 2000)
		}},
		{"closesOn", func(x *NewExhibition) { x.ClosesOn = day("2031-04-30") }},
		{"closesOn", func(x *NewExhibition) { x.ClosesOn = day("soon") }},
		{"opensOn", func(x *NewExhibition) { x.OpensOn = "2031-02-30"; x.ClosesOn = day("2030-01-01") }},
		{"floor", func(x *NewExhibition) { x.Floor = -3 }},
		{"floor", func(x *NewExhibition) { x.Floor = 6 }},
		{"title description", func(x *NewExhibition) { x.Title, x.Description = "", strings.Repeat("x", 2001) }},
		{"title", func(x *NewExhibition) { x.Title = strings.Repeat("x", 121) }},
	} {
		exhibition := good
		each.change(&exhibition)
		if got := fieldsOf(exhibition.Validate); got != each.want {
			t.Errorf("%+v: wrong fields %q, want %q", exhibition, got, each.want)
		}
	}
}

func TestExhibitFields(t *testing.T) {
	text := func(value string) *string { return &value }
	seconds := func(value int) *int { return &value }
	for _, each := range []struct {
		want   string
		fields ExhibitFields
	}{
		{"", ExhibitFields{}},
		{"", ExhibitFields{Number: Some(1), AudioURL: Some[*string](nil), DurationSeconds: Some[*int](nil), Tags: Some([]string{})}},
		{"", ExhibitFields{Number: Some(9999), AudioURL: Some(text("https://a.example/x.mp3")), DurationSeconds: Some(seconds(3600)), Status: Some("published")}},
		{"", ExhibitFields{Tags: Some(strings.Split("a b c d e f g h i j", " ")), DurationSeconds: Some(seconds(1))}},
		{"title number body", ExhibitFields{Title: Some(""), Number: Some(0), Body: Some("")}},
		{"title number body", ExhibitFields{Title: Some(strings.Repeat("x", 121)), Number: Some(10000), Body: Some(strings.Repeat("x", 10001))}},
		{"audioUrl durationSeconds", ExhibitFields{AudioURL: Some(text("javascript:alert(1)")), DurationSeconds: Some(seconds(0))}},
		{"audioUrl durationSeconds", ExhibitFields{AudioURL: Some(text("/x.mp3")), DurationSeconds: Some(seconds(3601))}},
		{"audioUrl", ExhibitFields{AudioURL: Some(text("https://a.example/" + strings.Repeat("x", 500)))}},
		{"tagList", ExhibitFields{Tags: Some(strings.Split("a b c d e f g h i j k", " "))}},
		{"tagList", ExhibitFields{Tags: Some([]string{"a", ""})}},
		{"tagList", ExhibitFields{Tags: Some([]string{strings.Repeat("x", 31)})}},
		{"status", ExhibitFields{Status: Some("gone")}},
	} {
		if got := fieldsOf(each.fields.Validate); got != each.want {
			t.Errorf("%+v: wrong fields %q, want %q", each.fields, got, each.want)
		}
	}
}

func TestPublishing(t *testing.T) {
	first := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	later := first.Add(time.Hour)
	exhibit := Exhibit{Status: StatusDraft}
	exhibit.SetStatus(StatusDraft, first)
	if exhibit.PublishedAt != nil {
		t.Error("a draft has a time of publication")
	}
	exhibit.SetStatus(StatusPublished, first)
	exhibit.SetStatus(StatusDraft, later)
	exhibit.SetStatus(StatusPublished, later)
	if exhibit.PublishedAt == nil || !exhibit.PublishedAt.Equal(first) || exhibit.Status != StatusPublished {
		t.Errorf("published again: %+v", exhibit)
	}
}

func TestApplyChangesOnlyWhatIsSet(t *testing.T) {
	now := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	address, seconds := "https://a.example/x.mp3", 9
	exhibit := Exhibit{Title: "A", Number: 1, Body: "B", AudioURL: &address, DurationSeconds: &seconds, Status: StatusDraft, Tags: []string{"t"}}
	ExhibitFields{Title: Some("C"), AudioURL: Some[*string](nil)}.Apply(&exhibit, now)
	if exhibit.Title != "C" || exhibit.AudioURL != nil || exhibit.Number != 1 || exhibit.Body != "B" || *exhibit.DurationSeconds != 9 ||
		exhibit.Status != StatusDraft || len(exhibit.Tags) != 1 || !exhibit.UpdatedAt.Equal(now) {
		t.Errorf("exhibit = %+v", exhibit)
	}
}

func TestWhoSeesAndDeletes(t *testing.T) {
	visitor, curator := &Visitor{ID: 1, Role: RoleVisitor}, &Visitor{ID: 2, Role: RoleCurator}
	draft, published := Exhibit{Status: StatusDraft}, Exhibit{Status: StatusPublished}
	if draft.VisibleTo(nil) || draft.VisibleTo(visitor) || !draft.VisibleTo(curator) {
		t.Error("a draft is for curators only")
	}
	if !published.VisibleTo(nil) || !published.VisibleTo(visitor) || !published.VisibleTo(curator) {
		t.Error("what is published is for everybody")
	}
	comment := Comment{AuthorID: 1}
	if comment.DeletableBy(nil) || comment.DeletableBy(&Visitor{ID: 3, Role: RoleVisitor}) || !comment.DeletableBy(visitor) || !comment.DeletableBy(curator) {
		t.Error("the author and a curator delete a comment")
	}
}

func TestComment(t *testing.T) {
	for body, want := range map[string]string{"": "body", "x": "", strings.Repeat("ü", 1000): "", strings.Repeat("x", 1001): "body"} {
		got := fieldsOf(func(errs FieldErrors) { ValidateComment(errs, body) })
		if got != want {
			t.Errorf("comment of %d bytes: %q, want %q", len(body), got, want)
		}
	}
}
