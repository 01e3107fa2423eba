//! The table of every problem: code, severity, facts, and its words in Vietnamese and English.
//!
//! To add a problem, add a row. The first text says what is wrong, the second how to mend it (may be empty).
//! Fields are named in braces.

use super::{Lang, Severity};

macro_rules! problems {
    ($($(#[doc = $doc:literal])* $code:ident $severity:ident $name:ident { $($field:ident),* }
        vi $vi:literal, $vi_help:literal
        en $en:literal, $en_help:literal)*) => {
        /// What is wrong, as facts; the words are in the table of this module.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Problem {
            $($(#[doc = $doc])* $name { $($field: String),* },)*
        }

        impl Problem {
            /// The stable code, such as `E012`.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => stringify!($code),)* }
            }

            /// Error or warning.
            #[must_use]
            pub fn severity(&self) -> Severity {
                match self { $(Self::$name { .. } => Severity::$severity,)* }
            }

            /// What is wrong.
            #[must_use]
            pub fn message(&self, lang: Lang) -> String {
                match (self, lang) {
                    $((Self::$name { $($field),* }, Lang::Vi) => { $(let _ = $field;)* format!($vi) }
                      (Self::$name { $($field),* }, Lang::En) => { $(let _ = $field;)* format!($en) })*
                }
            }

            /// How to mend it; empty when the suggestion of the diagnostic says all.
            #[must_use]
            pub fn help(&self, lang: Lang) -> String {
                match (self, lang) {
                    $((Self::$name { $($field),* }, Lang::Vi) => { $(let _ = $field;)* format!($vi_help) }
                      (Self::$name { $($field),* }, Lang::En) => { $(let _ = $field;)* format!($en_help) })*
                }
            }
        }

        /// Every code with its severity and the Vietnamese and English patterns of its message, in the order of the table.
        pub const TABLE: &[(&str, Severity, &str, &str)] = &[$((stringify!($code), Severity::$severity, $vi, $en)),*];
    };
}

problems! {
    E001 Error NotUtf8 { line }
        vi "tệp không phải văn bản Unicode UTF-8 (dòng {line}); có thể được gõ bằng bảng mã cũ như TCVN3 hoặc VNI",
           "mở tệp bằng chương trình đã gõ, chuyển sang Unicode, rồi lưu với mã hóa UTF-8"
        en "the file is not UTF-8 text (line {line}); it may use an old code page such as TCVN3 or VNI",
           "open it in the program it was typed with, convert to Unicode and save as UTF-8"
    E002 Error Utf16 {}
        vi "tệp được lưu với mã hóa UTF-16 (Notepad gọi là \"Unicode\")", "chọn Lưu thành… (Save As), mục Mã hóa (Encoding) chọn UTF-8"
        en "the file is saved as UTF-16 (Notepad calls it \"Unicode\")", "choose Save As and set Encoding to UTF-8"
    E003 Error FrontMatterMissing {}
        vi "thiếu phần khai báo ở đầu tệp", "mở đầu tệp bằng một dòng ---, các khóa như tieu_de: …, rồi một dòng --- nữa"
        en "the front matter at the top of the file is missing", "begin the file with a line ---, keys such as title: …, and another line ---"
    E004 Error FrontMatterOpen {}
        vi "phần khai báo không có dòng --- kết thúc", "thêm một dòng chỉ có --- sau khóa cuối cùng"
        en "the front matter has no closing --- line", "add a line with nothing but --- after the last key"
    E005 Error YamlSyntax { detail, chi_tiet }
        vi "sai cú pháp YAML: {chi_tiet}", "kiểm tra thụt dòng (bằng dấu cách, không dùng phím Tab) và đặt giá trị có dấu hai chấm trong ngoặc kép"
        en "invalid YAML: {detail}", "check the indentation (spaces, no tabs) and put values with a colon in double quotes"
    E006 Error UnknownKey { key, known }
        vi "không có khóa \"{key}\"", "các khóa dùng được: {known}"
        en "unknown key \"{key}\"", "known keys: {known}"
    E007 Error DuplicateKey { key }
        vi "khóa \"{key}\" được khai báo hai lần", "giữ lại một lần (tên tiếng Anh và tên tiếng Việt của một khóa là một)"
        en "the key \"{key}\" is given twice", "keep one of them (a key's English and Vietnamese names are the same key)"
    E008 Error MissingField { field, example }
        vi "thiếu khóa bắt buộc \"{field}\"", "thêm dòng: {example}"
        en "the required key \"{field}\" is missing", "add a line: {example}"
    E009 Error WrongShape { key, expected, can_co }
        vi "giá trị của \"{key}\" phải là {can_co}", "xem ví dụ của khóa này trong hướng dẫn biên tập"
        en "the value of \"{key}\" must be {expected}", "the editors' guide has an example of this key"
    E036 Error FrontMatterNotKeys {}
        vi "đây không phải các dòng \"khóa: giá trị\"", "sau dấu hai chấm phải có một dấu cách thường (dấu cách dán từ Word không dùng được): tieu_de: Tên bài"
        en "these are no lines \"key: value\"", "a plain space must follow the colon (not one pasted from Word): title: Name"
    E037 Error Misplaced { path }
        vi "tệp đặt sai chỗ: {path}", "đặt bài trong thư mục của loại bài, ví dụ content/tin-tuc/ten-bai.md"
        en "the file is in the wrong place: {path}", "put the item into the folder of its kind, such as content/tin-tuc/name.md"
    E010 Error FieldNotForKind { key, kind }
        vi "khóa \"{key}\" không dùng cho bài trong {kind}/", "bỏ khóa này, hoặc chuyển tệp sang thư mục đúng loại"
        en "the key \"{key}\" is not used for items in {kind}/", "remove it, or move the file to the folder of the right kind"
    E011 Error EmptyValue { key }
        vi "khóa \"{key}\" để trống", "điền giá trị; nếu không phải khóa bắt buộc thì có thể bỏ cả dòng"
        en "the key \"{key}\" is empty", "fill it in, or remove the line if the key is not required"
    E012 Error BadPeriod { value, reason, ly_do }
        vi "kỳ báo cáo không hợp lệ: {ly_do}", "viết như \"tháng 01/2022\", \"quý I/2020\", \"6 tháng đầu năm 2021\", \"9 tháng năm 2021\", \"năm 2021\" hoặc \"2020-Q1\""
        en "invalid period \"{value}\": {reason}", "write \"2022-01\", \"2020-Q1\", \"2021-H1\", \"2021-9M\" or \"2021\""
    E013 Error BadDate { value }
        vi "ngày không hợp lệ: \"{value}\"", "viết như 13/3/2020 hoặc 2020-03-13; nếu nguồn chỉ ghi tháng thì viết 2021-06"
        en "invalid date \"{value}\"", "write 2020-03-13 or 13/3/2020; where the source gives only the month, 2021-06"
    E014 Error UnknownProvince { value }
        vi "không có tỉnh, thành phố nào tên \"{value}\"", "viết tên như trong danh mục, ví dụ \"Sơn La\" hoặc \"son-la\""
        en "no province is called \"{value}\"", "write a name of the list, such as \"Sơn La\" or \"son-la\""
    E015 Error ProvinceNotInForce { value, date, successor }
        vi "tỉnh \"{value}\" không còn là đơn vị hành chính vào {date}", "từ ngày 01/7/2025 địa bàn thuộc {successor}; hãy kiểm tra tỉnh và ngày của bài"
        en "the province \"{value}\" no longer existed on {date}", "since 1 July 2025 its territory belongs to {successor}; check the province and the date of the item"
    E016 Error UnknownTopic { value }
        vi "không có chủ đề \"{value}\"", "xem tên, mã và từ đồng nghĩa trong content/_data/topics.yaml"
        en "unknown topic \"{value}\"", "names, slugs and synonyms are in content/_data/topics.yaml"
    E017 Error UnknownIndicator { value }
        vi "không có chỉ tiêu \"{value}\"", "xem mã trong content/_data/indicators.yaml, hoặc thêm chỉ tiêu mới vào đó"
        en "unknown indicator \"{value}\"", "ids are in content/_data/indicators.yaml; add a new one there"
    E018 Error NotANumber { value }
        vi "\"{value}\" không phải là số", "viết số theo kiểu Việt Nam: 1.390 (nghìn), 28,3 (thập phân), 80%"
        en "\"{value}\" is not a number", "write numbers the Vietnamese way: 1.390 (thousands), 28,3 (decimals), 80%"
    E019 Error NotOneOf { value, allowed }
        vi "\"{value}\" không nằm trong các giá trị được dùng", "chọn một trong: {allowed}"
        en "\"{value}\" is not one of the accepted values", "choose one of: {allowed}"
    E020 Error DuplicateAddress { url, other, ai_giu }
        vi "địa chỉ /{url} đã được dùng: {ai_giu}", "đổi tên tệp (địa chỉ được lấy từ tên tệp) hoặc bỏ địa chỉ cũ bị trùng"
        en "the address /{url} is taken: {other}", "rename the file (the address comes from its name) or drop the old address"
    E021 Error LinkTargetMissing { target }
        vi "liên kết tới tệp không có: {target}", "viết đường dẫn tính từ tệp này, ví dụ ../bao-cao/2022-01-son-la.md"
        en "link to a file that does not exist: {target}", "write the path from this file, such as ../bao-cao/2022-01-son-la.md"
    E022 Error AnchorMissing { anchor, target, known }
        vi "không có mục #{anchor} trong {target}", "các mục trong bài đó: {known}"
        en "there is no heading #{anchor} in {target}", "headings there: {known}"
    E023 Error ImageMissing { target }
        vi "không tìm thấy ảnh: {target}", "đặt ảnh cạnh tệp index.md của bài (bài là một thư mục) và ghi đúng tên tệp ảnh"
        en "image not found: {target}", "put the image beside the item's index.md (the item is a folder) and check its name"
    E024 Error UnknownFolder { folder, known }
        vi "thư mục \"{folder}\" không thuộc loại nội dung nào", "các thư mục dùng được trong content/: {known}"
        en "the folder \"{folder}\" holds no known kind of content", "folders of content/: {known}"
    E025 Error NoSlug { name }
        vi "tên \"{name}\" không tạo được địa chỉ", "đặt tên tệp có chữ cái hoặc chữ số, ví dụ 2022-01-son-la.md"
        en "the name \"{name}\" gives no address", "give the file a name with letters or digits, such as 2022-01-son-la.md"
    E026 Error BadConfig { key, value, expected, can_co }
        vi "giá trị của \"{key}\" trong cấu hình không dùng được: \"{value}\"", "cần {can_co}"
        en "the value of \"{key}\" cannot be used: \"{value}\"", "it takes {expected}"
    E027 Error BadVocabulary { detail }
        vi "danh mục không hợp lệ: {detail}", "sửa tệp danh mục, hoặc chép lại bản gốc từ một cổng mới (bantin init THƯ_MỤC_KHÁC)"
        en "invalid vocabulary: {detail}", "mend the file, or copy the original from a new site (bantin init OTHER_DIR)"
    E028 Error Template { detail }
        vi "mẫu trình bày có lỗi: {detail}", "sửa tệp mẫu, hoặc xóa tệp để dùng mẫu mặc định"
        en "template error: {detail}", "mend the template, or delete it to use the default one"
    E029 Error BadAlias { value }
        vi "địa chỉ cũ không hợp lệ: \"{value}\"", "viết như /tin-tuc/ten-cu/ hoặc /tin/123.html: chữ thường không dấu, chữ số, gạch ngang"
        en "invalid old address \"{value}\"", "write /tin-tuc/old-name/ or /tin/123.html: lower-case letters, digits and dashes"
    E030 Error ExpiresBeforePublished { publish, expire }
        vi "ngày hết hạn ({expire}) không sau ngày đăng ({publish})", "sửa lại một trong hai ngày"
        en "the item expires ({expire}) before it is published ({publish})", "correct one of the dates"
    E031 Error DuplicateAnchor { anchor }
        vi "hai đề mục cùng mang mã #{anchor}", "đổi mã trong ngoặc nhọn của một đề mục"
        en "two headings carry the id #{anchor}", "change the id in braces of one of them"
    E032 Error BrokenLink { page, target }
        vi "trang /{page} liên kết tới địa chỉ không có: {target}", "sửa liên kết trong nội dung hoặc trong mẫu trình bày"
        en "page /{page} links to an address that does not exist: {target}", "mend the link in the content or in the theme"
    E033 Error BrokenAnchor { page, target }
        vi "trang /{page} liên kết tới mục không có: {target}", "sửa phần sau dấu # của liên kết"
        en "page /{page} links to an anchor that does not exist: {target}", "mend the part of the link after #"
    E034 Error SymlinkOutside {}
        vi "liên kết tượng trưng trỏ ra ngoài thư mục của cổng, hoặc không tới tệp nào", "chép tệp vào thư mục content/"
        en "the symbolic link points outside the site, or nowhere", "copy the file into content/"
    E035 Error DuplicateId { id }
        vi "mã \"{id}\" được dùng hai lần", "đặt mã khác nhau"
        en "the id \"{id}\" is used twice", "use different ids"
    E038 Error ForeignFile { path, count }
        vi "tệp {path} trong thư mục xuất bản không do bantin tạo, mà cổng cũng có trang ở đó (tất cả {count} tệp như vậy)", "chuyển các tệp đó đi nơi khác; nếu đó là trang của lần xuất bản trước và tệp .bantin-manifest đã mất thì xóa các trang ấy rồi dựng lại"
        en "the file {path} of the output folder is not bantin's, and the site has a page there ({count} such files in all)", "move them away; if they are pages of an earlier publication that lost its .bantin-manifest, delete those pages and build again"
    E039 Error MissingPath { path }
        vi "không thấy {path}", "khôi phục từ bản lưu, hoặc chép từ một cổng mới (bantin init THƯ_MỤC_KHÁC)"
        en "{path} is missing", "restore it, or copy it from a new site (bantin init OTHER_DIR)"
    E040 Error BadScheme { target }
        vi "không nhận liên kết loại này: {target}", "dùng địa chỉ bắt đầu bằng https://, http://, mailto: hoặc tel:"
        en "this kind of link is not accepted: {target}", "use addresses that begin with https://, http://, mailto: or tel:"
    E041 Error NotACode { value }
        vi "\"{value}\" không phải là số, ký hiệu của đúng một văn bản", "viết như 100/QĐ-TTg, 34/2019/QĐ-UBND, 06-KL/TW hoặc TCVN ISO 9001:2015; thêm \"ngày …\" nếu số hiệu không có năm; nhiều văn bản thì mỗi văn bản là một phần tử của danh sách"
        en "\"{value}\" is not the number and symbol of one document", "write 100/QĐ-TTg, 34/2019/QĐ-UBND, 06-KL/TW or TCVN ISO 9001:2015; add \"ngày …\" where the number has no year"
    E042 Error PlanOfZero { value }
        vi "kế hoạch là {value} nên không tính được tỷ lệ", "ghi giá trị kế hoạch như nguồn; nếu nguồn không giao kế hoạch thì bỏ khóa ke_hoach"
        en "the plan is {value}, nothing can be compared with it", "give the plan as the source prints it, or remove the key where there is none"
    E043 Error CircularReplaces { code, chain }
        vi "các ghi chú nói văn bản {code} thay thế vòng tròn: {chain}", "giữ lại một chiều: văn bản ban hành sau thay thế văn bản ban hành trước"
        en "document {code} is replaced in a circle: {chain}", "keep one direction: the later document replaces the earlier one"
    E044 Error SecondNote { code, other }
        vi "văn bản {code} đã có ghi chú trong {other}", "gộp hai ghi chú vào một tệp rồi xóa tệp kia"
        en "there is a note on document {code} already: {other}", "merge the two files"
    E045 Error NoPicture { target }
        vi "tệp {target} không phải là ảnh, hoặc ảnh bị hỏng", "mở bằng chương trình xem ảnh rồi lưu lại dạng JPEG hoặc PNG; ảnh HEIC của điện thoại phải được chuyển đổi, đổi đuôi tên tệp không đủ"
        en "the file {target} is no picture, or a damaged one", "open it in an image viewer and save it as JPEG or PNG; HEIC photographs must be converted, a new file extension does not do it"
    E046 Error Namesakes {}
        vi "hai tệp cùng mang tên này: trông như nhau, chỉ khác cách ghép dấu vào chữ (Unicode dựng sẵn và Unicode tổ hợp; hay gặp ở tệp từ máy Mac hoặc từ tệp nén)", "so ngày sửa và nội dung hai tệp, giữ một tệp, xóa hoặc đổi tên tệp kia"
        en "two files have this name: they look alike and differ only in how letters and marks are composed (precomposed or decomposed Unicode; a Mac or an archive may bring the other form)", "compare their dates and contents, keep one, delete or rename the other"
    W120 Warning IssuerWithoutProvince { code }
        vi "không rõ {code} là văn bản của tỉnh nào", "viết rõ tỉnh ngay sau số hiệu hoặc sau ngày, như \"của UBND tỉnh Sơn La\"; báo cáo, tin thì có thể thêm khóa tinh"
        en "it is not clear which province issued {code}", "give the item a province, or write after the number: của UBND tỉnh …"
    W112 Warning RawHtmlRemoved { tag }
        vi "thẻ HTML \"{tag}\" bị bỏ khi xuất bản", "dùng Markdown; chỉ các thẻ trình bày đơn giản như <sub>, <sup>, <br> được giữ"
        en "the HTML tag \"{tag}\" is removed", "use Markdown; only simple tags such as <sub>, <sup>, <br> are kept"
    W113 Warning ProvinceByDate { value, former }
        vi "theo ngày của bài, \"{value}\" là tỉnh mới, nhưng kỳ báo cáo thuộc thời tỉnh cũ cùng tên", "nếu bài về tỉnh cũ thì viết {former}; nếu về tỉnh mới thì viết mã của tỉnh để bỏ cảnh báo này"
        en "by the item's date \"{value}\" is the new province, but the period is of the former one of that name", "write {former} for the former province, or the slug of the new one to silence this"
    W101 Warning ImageWithoutAlt { target }
        vi "ảnh không có lời mô tả: {target}", "viết mô tả ngắn trong ngoặc vuông: ![mô tả](tệp ảnh)"
        en "image without a description: {target}", "describe it briefly in the brackets: ![description](file)"
    W102 Warning LinkToUnpublished { target }
        vi "liên kết tới bài chưa đăng hoặc đã hết hạn: {target}", "cổng chỉ hiện chữ, không hiện liên kết, cho tới khi bài đó được đăng"
        en "link to an item that is not published: {target}", "only its text is shown until the item is published"
    W103 Warning HeadingOne {}
        vi "đề mục cấp 1 (#) trong thân bài", "dùng ## vì tiêu đề của bài đã là cấp 1"
        en "level-1 heading (#) in the body", "use ##: the item's title is the level-1 heading"
    W104 Warning HeadingSkipped { level }
        vi "đề mục nhảy cấp xuống {level}", "dùng cấp liền sau đề mục phía trên để người dùng trình đọc màn hình không lạc"
        en "the heading level jumps to {level}", "use the level next to the heading above, for readers with screen readers"
    W105 Warning UnusedFootnote { label }
        vi "chú thích [^{label}] không được nhắc tới trong bài", "đặt [^{label}] vào chỗ cần chú thích, hoặc bỏ chú thích"
        en "the footnote [^{label}] is never referred to", "put [^{label}] where it belongs, or remove the note"
    W106 Warning UndefinedFootnote { label }
        vi "chú thích [^{label}] không có nội dung", "thêm một dòng: [^{label}]: nội dung chú thích"
        en "the footnote [^{label}] has no text", "add a line: [^{label}]: the text of the note"
    W108 Warning StrayFile { name }
        vi "tệp \"{name}\" không thuộc bài nào nên không được xuất bản", "bài phải là tệp .md; ảnh và tệp đính kèm đặt cạnh index.md trong thư mục của bài và có đuôi tên tệp"
        en "the file \"{name}\" belongs to no item and is not published", "items are .md files; pictures and attachments lie beside an item's index.md and have a file extension"
    W109 Warning HeadingAttribute { attribute }
        vi "không hiểu \"{attribute}\" trong ngoặc nhọn của đề mục", "viết liền, không có dấu cách hay ngoặc kép: {{#ma-muc topics=do-luong,iso-9001}}"
        en "\"{attribute}\" in the braces of a heading is not understood", "write without spaces or quotes: {{#id topics=do-luong,iso-9001}}"
    W110 Warning AmbiguousNumber { value, read, thousands }
        vi "\"{value}\" được đọc là {read} (dấu phẩy là dấu thập phân)", "nếu là hàng nghìn thì viết {thousands}"
        en "\"{value}\" is read as {read} (the comma is a decimal mark)", "write {thousands} if thousands are meant"
    W111 Warning HeadingWithoutSpace {}
        vi "thiếu dấu cách sau dấu # nên dòng này không thành đề mục", "viết: ## Tên đề mục"
        en "a space is missing after #, so that this line is no heading", "write: ## Heading"
    W114 Warning DuplicateFootnote { label }
        vi "chú thích [^{label}] được viết hai lần; chỉ lần đầu được dùng", "đổi nhãn của một chú thích"
        en "the footnote [^{label}] is written twice; only the first is used", "give one of them another label"
    W115 Warning ChartWithoutFigures { indicator }
        vi "không có số liệu nào phù hợp để vẽ ({indicator})", "kiểm tra tỉnh và kỳ trong khối, hoặc bỏ khối này"
        en "there are no figures to draw in this block ({indicator})", "check the provinces and periods of the block, or remove it"
    W116 Warning StatedDiffers { fraction, percent, stated }
        vi "{fraction} là {percent}%, nhưng báo cáo ghi {stated}%", "đối chiếu với nguồn; nếu nguồn in như vậy thì giữ nguyên và nói rõ ở khóa ghi_chu"
        en "{fraction} is {percent}%, but the report says {stated}%", "compare with the source; if it prints this, keep it and say so in the note"
    W117 Warning UnitDiffers { unit, usual, indicator }
        vi "đơn vị \"{unit}\" không có trong danh mục của chỉ tiêu {indicator} (danh mục ghi: {usual})", "sửa đơn vị; nếu đơn vị này đúng thì thêm vào khóa units của chỉ tiêu trong content/_data/indicators.yaml"
        en "the unit \"{unit}\" is none of the indicator {indicator}: {usual}", "correct it; if it is right, add it to the indicator's units in content/_data/indicators.yaml"
    W118 Warning TenTimes { value, before, period }
        vi "{value} gấp ít nhất mười lần số của kỳ trước ({before}, {period})", "kiểm tra dấu chấm hàng nghìn, đơn vị và phạm vi của cả hai số"
        en "{value} is at least ten times the figure of the period before ({before}, {period})", "check thousands marks, unit and scope of both"
    W119 Warning FigureNotInText { value }
        vi "số {value} không có trong thân bài", "ghi số trong thân bài đúng như ở phần khai báo, hoặc sửa phần khai báo"
        en "the figure {value} does not stand in the text", "print it in the text as in the front matter, or correct the front matter"
    W121 Warning TaskIdReused { id, other }
        vi "mã nhiệm vụ \"{id}\" đã dùng cho một nhiệm vụ khác: {other}", "nếu là việc khác thì đặt mã khác; nếu là một việc thì ghi lại đúng nội dung cũ"
        en "the task id \"{id}\" stands for another task already: {other}", "give another task another id; for the same task repeat its text"
    W122 Warning CodeBlockOpen {}
        vi "khối mã không có dòng kết thúc, nên phần còn lại của bài nằm cả trong khối", "thêm một dòng chỉ có ``` sau khối"
        en "the code block has no closing line, so that the rest of the text is in it", "add a line with nothing but ``` after the block"
    W123 Warning NoteDates { code, date }
        vi "ngày {date} không khớp với số hiệu \"{code}\"", "kiểm tra lại ngày và số hiệu của văn bản"
        en "the date {date} does not agree with the number \"{code}\"", "check the date and the number of the document"
    W124 Warning PageHeadings { levels }
        vi "đề mục của trang không theo thứ tự: {levels}", "mỗi trang có đúng một đề mục cấp 1 (h1) và không nhảy cấp; sửa mẫu của giao diện, hoặc đề mục trong bài"
        en "the headings of the page are out of order: {levels}", "every page has one level-1 heading (h1) and skips no level; correct the template, or the headings of the item"
    W125 Warning LinkWithoutText { target }
        vi "liên kết hoặc nút bấm không có chữ: {target}", "viết chữ cho liên kết; trình đọc màn hình chỉ đọc được chữ"
        en "a link or button without text: {target}", "give it a text: a screen reader has nothing else to read"
    W126 Warning RepeatedId { id }
        vi "mã id \"{id}\" có hai lần trong trang", "đặt mã khác cho một trong hai chỗ"
        en "the id \"{id}\" occurs twice on the page", "give one of them another id"
    W127 Warning PictureWithoutAlt { source }
        vi "ảnh không có thuộc tính alt: {source}", "thêm alt=\"mô tả ảnh\"; ảnh chỉ để trang trí thì ghi alt=\"\""
        en "a picture has no alt attribute: {source}", "add alt=\"description\"; for mere decoration alt=\"\""
    W107 Warning LinkNotRecognised { source }
        vi "liên kết hoặc ảnh viết chưa đúng nên hiện ra như chữ thường: {source}", "nếu tên tệp có dấu cách thì đặt trong ngoặc nhọn: ![mô tả](<Ảnh 1.jpg>)"
        en "a link or image is not well formed and shows as text: {source}", "put a file name with spaces in angle brackets: ![description](<Photo 1.jpg>)"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_own_code_and_words_in_both_languages() {
        let mut codes: Vec<_> = TABLE.iter().map(|row| row.0).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), TABLE.len());
        for (code, severity, vi, en) in TABLE {
            assert_eq!(code.starts_with('W'), *severity == Severity::Warning, "{code}");
            assert!(!vi.is_empty() && !en.is_empty() && vi != en, "{code}");
        }
    }

    #[test]
    fn facts_appear_in_the_words() {
        let problem = Problem::UnknownTopic { value: "ISO 9999".into() };
        assert_eq!(problem.code(), "E016");
        assert_eq!(problem.message(Lang::Vi), "không có chủ đề \"ISO 9999\"");
        assert_eq!(problem.message(Lang::En), "unknown topic \"ISO 9999\"");
    }
}
