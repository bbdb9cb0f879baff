package complaint

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"bukutamu/internal/account"
	"bukutamu/internal/office"
	"bukutamu/internal/refusal"
)

// Message is one message of the thread, or a note inside the office.
type Message struct {
	N        int       `json:"n"` // of the log entry that wrote it
	At       time.Time `json:"at"`
	By       string    `json:"by"`   // login, or ByComplainant
	Move     string    `json:"move"` // the move that said it
	Text     string    `json:"text,omitempty" seal:"message"`
	Internal bool      `json:"internal,omitempty"` // only the complaint officers read it
}

// Mine reports whether the complainant wrote it.
func (m Message) Mine() bool { return m.By == ByComplainant }

// Public is the thread as the complainant reads it.
func (f Facts) Public() []Message {
	var out []Message
	for _, m := range f.Thread {
		if !m.Internal {
			out = append(out, m)
		}
	}
	return out
}

// Refusals about messages.
var (
	ErrMessage     = refusal.New(refusal.Invalid, "complaint.message")
	ErrMessageLong = refusal.New(refusal.Invalid, "complaint.message-long")
	ErrThread      = refusal.New(refusal.Conflict, "complaint.thread-full")
)

// maxThread bounds what one complaint can grow to; far more than anybody writes.
const maxThread = 200

// say adds a message that must not be empty.
func (c *Complaint) say(s account.Stamp, move, field, text string, internal bool) error {
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return ErrMessage.At(field)
	case n > MaxText:
		return ErrMessageLong.At(field).With("max", MaxText)
	case len(c.Facts.Thread) >= maxThread:
		return ErrThread.At(field)
	}
	c.Facts.Thread = append(c.Facts.Thread, Message{N: len(c.Log) + 1, At: s.At, By: s.By, Move: move, Text: text, Internal: internal})
	return nil
}

// remark adds the note that may stand beside a move.
func (c *Complaint) remark(s account.Stamp, move string, r Remark) error {
	if strings.TrimSpace(r.Note) == "" {
		return nil
	}
	return c.say(s, move, "note", r.Note, !r.Public)
}

// Remark is the note beside an officer's move: inside the office unless it is marked
// for the complainant.
type Remark struct {
	Note   string
	Public bool
}

// Reply is a message of the complainant. It answers the office's question, if there is
// one: then the complaint goes back to where it stood and the clock runs again.
type Reply struct {
	Text string `form:"text,lines" max:"4000" json:"text"`
}

// Apply adds the message.
func (m Reply) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	if err := c.say(s, "reply", "text", m.Text, false); err != nil {
		return c, err
	}
	if c.Facts.State == NeedsData {
		c.Facts.State = c.Facts.Before
		c.Facts.goOn(s.At)
	}
	return c, nil
}

// goOn lets the clock run again after a question.
func (f *Facts) goOn(at time.Time) {
	if !f.AskedAt.IsZero() {
		f.Stops = append(f.Stops, Stop{From: f.AskedAt, To: at})
	}
	f.AskedAt, f.Before = time.Time{}, ""
}

// Note is an officer's note: inside the office, or a message to the complainant.
type Note struct {
	Text   string `form:"note,lines" max:"4000" json:"text"`
	Public bool   `form:"public" json:"public,omitempty"`
}

// Apply adds the note.
func (m Note) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	return c, c.say(s, "note", "note", m.Text, !m.Public)
}

// MaxFiles is how many files a complaint takes, MaxFileSize how many bytes each.
const (
	MaxFiles    = 5
	MaxFileSize = 10 << 20
)

// File kinds: what the attachments are.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
)

// Sent is a file that the complainant added. Its bytes are a document of their own.
type Sent struct {
	ID   string    `json:"id"` // of the attachment
	Name string    `json:"name,omitempty" seal:"file name"`
	Kind string    `json:"kind"`
	Size int       `json:"size"` // bytes as kept
	At   time.Time `json:"at"`
}

// Names reports whether the file belongs to the complaint.
func (f Facts) Names(file string) bool {
	return slices.ContainsFunc(f.Files, func(s Sent) bool { return s.ID == file })
}

// Attach names a file that the book has kept already.
type Attach struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
	Size int    `json:"size"`
}

// Refusals about files.
var (
	ErrFiles    = refusal.New(refusal.Conflict, "complaint.files-full")
	ErrFileKind = refusal.New(refusal.Invalid, "complaint.file-kind")
	ErrFileSize = refusal.New(refusal.Invalid, "complaint.file-size")
)

// Check says whether the file may be kept at all.
func (m Attach) Check() error {
	switch {
	case m.Kind != JPEG && m.Kind != PNG && m.Kind != PDF:
		return ErrFileKind.At("file")
	case m.Size <= 0 || m.Size > MaxFileSize:
		return ErrFileSize.At("file").With("max", MaxFileSize>>20)
	}
	return nil
}

// Apply adds the file.
func (m Attach) Apply(c Complaint, s account.Stamp, o office.Office) (Complaint, error) {
	if err := m.Check(); err != nil {
		return c, err
	}
	if len(c.Facts.Files) >= MaxFiles {
		return c, ErrFiles.At("file").With("max", MaxFiles)
	}
	name := line(m.Name)
	if r := []rune(name); len(r) > MaxShort {
		name = string(r[:MaxShort])
	}
	c.Facts.Files = append(c.Facts.Files, Sent{ID: m.ID, Name: name, Kind: m.Kind, Size: m.Size, At: s.At})
	return c, nil
}
